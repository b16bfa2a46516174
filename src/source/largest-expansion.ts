/** Most that deflate can expand: https://zlib.net/zlib_tech.html. Sizes beyond it are lies of a header. */
export const largestExpansion = 1032;
