export default { ssr: false, prerender: ["/", "/embeds", "/plain"] };
