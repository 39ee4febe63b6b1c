export const meta = () => [{ title: "Plain" }];
export default function Plain() { return <main><h1>Plain</h1><p>Rien.</p></main>; }
