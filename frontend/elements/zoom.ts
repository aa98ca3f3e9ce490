import PhotoSwipe from "photoswipe"

/** Shows the pictures that these links lead to, beginning with the one at `index`; `moved` learns which one is seen. */
export function open(links: HTMLAnchorElement[], index: number, words: DOMStringMap, moved: (index: number) => void) {
  const still = document.documentElement.dataset.motion === "reduced" || matchMedia("(prefers-reduced-motion: reduce)").matches
  const swipe = new PhotoSwipe({
    dataSource: links.map((link) => {
      const picture = link.querySelector("img")
      return {
        src: link.href,
        width: Number(link.dataset.width),
        height: Number(link.dataset.height),
        alt: picture?.alt ?? "",
        msrc: picture?.currentSrc ?? "",
        element: link,
      }
    }),
    index,
    loop: false,
    bgOpacity: 1,
    // In pixels of the picture: nothing is smoothed away where there are more of them than the screen shows.
    secondaryZoomLevel: 1,
    maxZoomLevel: 3,
    showHideAnimationType: still ? "none" : "zoom",
    arrowPrevTitle: words.earlier ?? "",
    arrowNextTitle: words.later ?? "",
    closeTitle: words.close ?? "",
    zoomTitle: words.zoom ?? "",
    errorMsg: words.failed ?? "",
  })
  swipe.on("change", () => moved(swipe.currIndex))
  swipe.init()
}
