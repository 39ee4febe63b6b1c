import { index, route } from "@react-router/dev/routes";
export default [index("routes/home.jsx"), route("embeds", "routes/embeds.jsx"), route("plain", "routes/plain.jsx")];
