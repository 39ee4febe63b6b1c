// Draws each post as a frame, once the page has loaded.
{
  document.cookie = "guest_id=1; path=/";
  const draw = () => {
    for (const quote of document.querySelectorAll("blockquote.twitter-tweet:not([data-drawn])")) {
      quote.dataset.drawn = "";
      const frame = document.createElement("iframe");
      frame.src = "https://platform.twitter.com/embed/Tweet.html";
      quote.replaceChildren(frame);
    }
  };
  const soon = () => setTimeout(draw, 50);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
