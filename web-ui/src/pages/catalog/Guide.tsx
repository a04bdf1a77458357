import { Content } from '@patternfly/react-core';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

/**
 * A package's guide. Markdown comes from whoever published the package: raw HTML is not rendered, links open
 * outside without a referrer, and images are shown only when they are inside the document.
 */
export function Guide({ markdown }: { markdown: string }) {
  return (
    <Content className="m-guide">
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{
          // The page has its h1: the guide's headings start below it.
          h1: ({ children }) => <h2>{children}</h2>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
          img: ({ src, alt }) =>
            typeof src === 'string' && src.startsWith('data:') ? (
              <img src={src} alt={alt ?? ''} />
            ) : (
              <em>{alt}</em>
            ),
          // Wide tables and code scroll inside themselves, by keyboard too.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          table: ({ children }) => <table tabIndex={0}>{children}</table>,
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
        }}
      >
        {markdown}
      </Markdown>
    </Content>
  );
}
