import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";
export const links = () => [
  { rel: "preconnect", href: "https://fonts.googleapis.com" },
  { rel: "preconnect", href: "https://fonts.gstatic.com", crossOrigin: "anonymous" },
  { rel: "stylesheet", href: "https://fonts.googleapis.com/css2?family=Inter:ital,opsz,wght@0,14..32,100..900&display=swap" },
];
export function Layout({ children }) {
  return (
    <html lang="fr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        <script dangerouslySetInnerHTML={{ __html: "window.dataLayer = window.dataLayer || [];function gtag(){dataLayer.push(arguments);}gtag('js', new Date());gtag('config', 'G-TEST123');" }} />
        <script async src="https://www.googletagmanager.com/gtag/js?id=G-TEST123" />
      </head>
      <body>
        <nav><Link to="/">Accueil</Link> <Link to="/embeds/">Embeds</Link> <Link to="/plain/">Plain</Link></nav>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}
export default function App() { return <Outlet />; }
