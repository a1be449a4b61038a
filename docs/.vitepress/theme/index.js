// The theme without its web font: the site uses the fonts of the reader's machine and loads nothing from other hosts.
export { default } from 'vitepress/theme-without-fonts';
