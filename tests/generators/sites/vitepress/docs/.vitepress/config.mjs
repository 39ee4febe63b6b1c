import { defineConfig } from 'vitepress'
export default defineConfig({
  title: 'Commune', description: 'Données ouvertes', lang: 'fr',
  sitemap: { hostname: 'https://data.example.fr' },
  head: [
    ['link', { rel: 'preconnect', href: 'https://fonts.googleapis.com' }],
    ['link', { rel: 'stylesheet', href: 'https://fonts.googleapis.com/css2?family=Roboto&display=swap' }],
    ['script', { async: '', src: 'https://www.googletagmanager.com/gtag/js?id=G-TEST123' }],
    ['script', {}, `window.dataLayer = window.dataLayer || [];function gtag(){dataLayer.push(arguments);}gtag('js', new Date());gtag('config', 'G-TEST123');`],
  ],
  themeConfig: { nav: [{ text: 'Accueil', link: '/' }, { text: 'Embeds', link: '/embeds' }, { text: 'Plain', link: '/plain' }],
    sidebar: [{ text: 'Pages', items: [{ text: 'Embeds', link: '/embeds' }, { text: 'Plain', link: '/plain' }] }], search: { provider: 'local' } }
})
