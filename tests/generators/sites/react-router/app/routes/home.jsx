export const meta = () => [{ title: "Accueil" }];
export default function Home() { return <main><h1>Accueil</h1><p>Bonjour.</p></main>; }
