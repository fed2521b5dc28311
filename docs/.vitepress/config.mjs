import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { defineConfig } from 'vitepress'

const repository = 'https://github.com/athanor/athanor'

/** As GitHub makes an anchor of a heading, so that a link works in both places. */
const slugify = (heading) =>
  heading.toLowerCase().replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-')

/** The side bar is the list of pages in docs/README.md: there is no second one to forget. */
function sidebar() {
  const groups = []
  for (const line of readFileSync(new URL('../README.md', import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      groups.push({ text: line.slice(3), items: [] })
    } else if (line.startsWith('| [')) {
      for (const [, text, link] of line.split(' | ')[0].matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)) {
        groups.at(-1).items.push({ text, link: '/' + link.replace(/README\.md$/, '') })
      }
    }
  }
  return groups
}

/**
 * A link to a file that is no page leads to the repository, one to a README to its folder's page; a
 * diagram is drawn in the browser; code that is indented looks like code between fences.
 */
function asOnGitHub(md) {
  const open = md.renderer.rules.link_open
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const href = tokens[index].attrGet('href')
    const page = posix.join('docs', env.relativePath)
    const file = posix.join(posix.dirname(page), href.split('#')[0])
    if (!/^([a-z]+:|#|\/)/.test(href)) {
      tokens[index].attrSet(
        'href',
        file.startsWith('docs/')
          ? href.replace(/README\.md(?=#|$)/, 'index.md')
          : `${repository}/blob/main/${posix.join(posix.dirname(page), href)}`,
      )
    }
    return open(tokens, index, options, env, self)
  }
  const fence = md.renderer.rules.fence
  md.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'mermaid'
      ? `<Diagram text="${encodeURIComponent(tokens[index].content)}" />`
      : fence(tokens, index, ...rest)
  md.renderer.rules.code_block = fence
}

export default defineConfig({
  title: 'Athanor',
  description: 'Keeps databases at the revision their Git says.',
  outDir: '../target/site',
  cacheDir: '../target/site-cache',
  rewrites: (page) => page.replace(/README\.md$/, 'index.md'),
  cleanUrls: true,
  markdown: { anchor: { slugify }, config: asOnGitHub },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quickstart' },
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Commands', link: '/cli' },
      { text: 'Reasons', link: '/reasons' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // who looks for a reason by its name wants to know what it means
          searchOptions: { boostDocument: (page) => (page.startsWith('/reasons') ? 2 : 1) },
        },
      },
    },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: { pattern: `${repository}/edit/main/docs/:path` },
  },
})
