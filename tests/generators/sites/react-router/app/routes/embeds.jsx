import { useEffect, useRef, useState } from "react";
export const meta = () => [{ title: "Embeds" }];
function Carte() {
  const ref = useRef(null);
  useEffect(() => { let m; import("leaflet").then(({ default: L }) => { if (!ref.current || m) return; m = L.map(ref.current).setView([48.64, -2], 13); L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png").addTo(m); }); return () => m && m.remove(); }, []);
  return <div ref={ref} style={{ height: 200, width: 400 }} />;
}
function Later() {
  const [is, set] = useState(false);
  useEffect(() => set(true), []);
  return is ? <iframe width="400" height="225" src="https://www.youtube-nocookie.com/embed/later1" title="Film 2" allowFullScreen /> : null;
}
export default function Embeds() {
  const [n, set] = useState(0);
  return (
    <main><h1>Embeds</h1>
      <button id="cnt" onClick={() => set(n + 1)}>compteur {n}</button>
      <iframe width="400" height="225" src="https://www.youtube-nocookie.com/embed/static1" title="Film" allowFullScreen />
      <iframe width="400" height="225" src="https://www.openstreetmap.org/export/embed.html?bbox=-0.004,51.47,0.001,51.48" title="Plan" />
      <Later /><Carte />
      <img src="https://cdn.jsdelivr.net/gh/town/img/photo.jpg" alt="Photo" width="100" height="100" />
      <blockquote className="twitter-tweet"><a href="https://twitter.com/x/status/1">Tweet</a></blockquote>
      <script async src="https://platform.twitter.com/widgets.js" charSet="utf-8" />
      <blockquote className="instagram-media"><a href="https://www.instagram.com/p/x/">Insta</a></blockquote>
      <script async src="https://www.instagram.com/embed.js" />
      <script defer src="https://widget.meteo.example/w.js" />
      <p>Fin de page</p>
    </main>
  );
}
