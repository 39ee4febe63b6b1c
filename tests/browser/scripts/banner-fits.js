(banner) => {
  const isInSight = (button) => {
    const box = button.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight + .5;
  };
  return [...banner.querySelectorAll('button')].every(isInSight) && banner.clientHeight <= .35 * innerHeight + 1;
}
