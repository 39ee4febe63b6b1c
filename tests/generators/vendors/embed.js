// Draws each post as a frame, once the page has loaded.
{
  document.cookie = "mid=1; path=/";
  const draw = () => {
    for (const quote of document.querySelectorAll("blockquote.instagram-media:not([data-drawn])")) {
      quote.dataset.drawn = "";
      const frame = document.createElement("iframe");
      frame.src = "https://www.instagram.com/p/x/embed/";
      quote.replaceChildren(frame);
    }
  };
  const soon = () => setTimeout(draw, 50);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
