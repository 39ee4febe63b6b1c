export default defineNuxtConfig({
  compatibilityDate: '2025-07-15', telemetry: false, ssr: true,
  app: { head: { htmlAttrs: { lang: 'fr' },
    link: [{ rel: 'preconnect', href: 'https://fonts.googleapis.com' }, { rel: 'stylesheet', href: 'https://fonts.googleapis.com/css2?family=Roboto&display=swap' }],
    script: [{ src: 'https://www.googletagmanager.com/gtag/js?id=G-TEST123', async: true }, { innerHTML: "window.dataLayer = window.dataLayer || [];function gtag(){dataLayer.push(arguments);}gtag('js', new Date());gtag('config', 'G-TEST123');" }, { src: 'https://widget.meteo.example/w.js', async: true, tagPosition: 'bodyClose' }] } },
  nitro: { prerender: { failOnError: false, routes: ['/embeds', '/plain'] } },
})
