/** The page at `/docs`: both documents for people, as HTML without scripts. */

import { CHANNELS, INTERVALS } from '@tapedeck/protocol'
import type { AsyncApi, AsyncApiChannel, AsyncApiOperation, Message } from './asyncapi.ts'
import { exampleOf } from './example.ts'
import { html, joined, json, prose, table, type Html } from './html.ts'
import { nameOf, type JsonSchema } from './json-schemas.ts'
import type { Contents, OpenApi, OpenApiOperation } from './openapi.ts'
import { schemaView, typeOf } from './page-schema.ts'

type Documents = Readonly<Record<string, JsonSchema>>

interface Section {
  readonly id: string
  readonly title: string
  readonly body: Html
  /** Of parts that the list at the side names. */
  readonly parts: readonly { readonly id: string; readonly title: string }[]
}

export function pageOf(http: OpenApi, sockets: Omit<AsyncApi, 'servers'>): string {
  const named = { ...http.components.schemas, ...sockets.components.schemas }
  const sections = [
    ...http.tags.map(({ name, description }) => httpSection(name, description, http, named)),
    ...Object.entries(sockets.channels).map(([id, channel]) => channelSection(id, channel, sockets.operations, named)),
    ...[channelsSection(), schemasSection(named), limitsSection(sockets), errorsSection(sockets)],
  ]
  const { info } = http
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} interface</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header>
          <p class="name"><a href="/">${info.title}</a> <span class="quiet">interface ${info.version}</span></p>
          <p><a href="/openapi.json">openapi.json</a> <a href="/asyncapi.json">asyncapi.json</a></p>
        </header>
        <div class="page">
          <nav aria-label="Contents">${sections.map(contentsOf)}</nav>
          <main id="content">
            <p class="lead">${prose(info.description)}</p>
            ${sections.map(
              ({ id, title, body }) =>
                html`<section id="${id}">
                  <h2>${title}</h2>
                  ${body}
                </section>`,
            )}
          </main>
        </div>
      </body>
    </html> `.text
}

function contentsOf({ id, title, parts }: Section): Html {
  const list = parts.map((part) => html`<li><a href="#${part.id}">${part.title}</a></li>`)
  return html`<p><a href="#${id}">${title}</a></p>
    <ul>
      ${list}
    </ul>`
}

function httpSection(tag: string, description: string, { paths }: OpenApi, named: Documents): Section {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const own = operations.filter(({ operation }) => operation.tags?.includes(tag) === true)
  return {
    id: `http-${tag}`,
    title: `HTTP: ${tag}`,
    body: html`<p>${description}.</p>
      ${own.map(({ path, method, operation }) => httpArticle(method, path, operation, named))}`,
    parts: own.map(({ path, method, operation }) => ({ id: operation.operationId, title: `${method} ${path}` })),
  }
}

function httpArticle(method: string, path: string, operation: OpenApiOperation, named: Documents): Html {
  const { operationId, summary = '', parameters = [], requestBody, responses, security } = operation
  const rows = parameters.map(({ name, required, schema, description = '' }) => [
    html`<code>${name}</code>${required ? undefined : html` <span class="quiet">optional</span>`}`,
    typeOf(schema),
    prose(description),
  ])
  const [granted, ...others] = Object.entries(responses)
  const otherwise = others.map(([status, { description }]) => {
    const codes = [...description.matchAll(/^\x60([A-Z_]+)\x60/gm)].map(([, code = '']) => errorLink(code))
    return html`<li><b>${status}</b> ${codes.length === 0 ? prose(description) : joined(codes, ', ')}</li>`
  })
  return html`<article id="${operationId}">
    <h3><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></h3>
    <p>${prose(summary)}.${security === undefined ? undefined : html` <span class="badge">needs the token</span>`}</p>
    ${rows.length === 0 ? undefined : table(['parameter', 'type', 'meaning'], rows)}
    ${
      requestBody === undefined
        ? undefined
        : html`<h4>Body</h4>
            ${contentView(requestBody.content, named)}`
    }
    <h4>Answer <span class="quiet">${granted?.[0]}</span></h4>
    ${contentView(granted?.[1].content ?? {}, named)}
    <details>
      <summary>Other answers</summary>
      <ul class="answers">
        ${otherwise}
      </ul>
    </details>
  </article>`
}

function contentView(contents: Contents, named: Documents): Html {
  const views = Object.entries(contents).map(([mediaType, { schema, example }]) => {
    if (mediaType !== 'application/json')
      return html`<p><code>${mediaType}</code> ${prose(schema.description ?? '')}</p>`
    const isLink = schema.$ref !== undefined && isShared(nameOf(schema.$ref))
    return html`${isLink ? html`<p>${typeOf(schema)}</p>` : schemaView(schema, named)}${exampleView(example)}`
  })
  return views.length === 0 ? html`<p class="quiet">Nothing.</p>` : html`${views}`
}

function exampleView(example: unknown): Html {
  return html`<details>
    <summary>Example</summary>
    ${json(example)}
  </details>`
}

function channelSection(
  id: string,
  channel: AsyncApiChannel,
  operations: AsyncApi['operations'],
  named: Documents,
): Section {
  const own = Object.entries(operations).filter(([key]) => key.startsWith(`${id}.`))
  const asked = own.filter(([, { action }]) => action === 'receive')
  const told = own.filter(([, { action }]) => action === 'send').map(([, operation]) => operation)
  const titleOf = (key: string): string => key.slice(id.length + 1)
  return {
    id,
    title: channel.title,
    body: html`<p>${prose(channel.description)}</p>
      <p>Address: <code>${channel.address}</code></p>
      ${asked.map(([key, operation]) => requestArticle(key, titleOf(key), operation, channel, named))}
      ${told.map((operation) => eventsArticle(`${id}.events`, operation, channel))}`,
    parts: [...asked, [`${id}.events`] as const].map(([key]) => ({ id: key, title: titleOf(key) })),
  }
}

function requestArticle(
  id: string,
  title: string,
  { messages, reply }: AsyncApiOperation,
  channel: AsyncApiChannel,
  named: Documents,
): Html {
  const found = (references: AsyncApiOperation['messages']): Message[] =>
    references.map(({ $ref }) => channel.messages[nameOf($ref)]).filter((each) => each !== undefined)
  const view = ({ payload = {}, examples = [] }: Message): Html =>
    html`${schemaView(payload, named)}${exampleView(examples[0]?.payload)}`
  const [request] = found(messages)
  // the refusal is the same of each
  const [answer] = found(reply?.messages ?? [])
  return html`<article id="${id}">
    <h3><span class="method ask">ask</span> <code>${title}</code></h3>
    ${request?.summary === undefined ? undefined : html`<p>${prose(request.summary)}.</p>`}
    ${request === undefined ? undefined : view(request)}
    <h4>Answer</h4>
    ${answer === undefined ? undefined : view(answer)}
  </article>`
}

function eventsArticle(id: string, { summary, messages }: AsyncApiOperation, channel: AsyncApiChannel): Html {
  const rows = messages
    .map(({ $ref }) => channel.messages[nameOf($ref)])
    .filter((each) => each !== undefined)
    .map(({ name, summary: meaning = '', payload }) => {
      const data = payload?.properties?.['data'] ?? payload
      const isNamed = data?.$ref !== undefined
      return [html`<code>${name}</code>`, isNamed ? typeOf(data) : html``, prose(meaning)]
    })
  return html`<article id="${id}">
    <h3><span class="method tell">tell</span> events</h3>
    <p>${summary}.</p>
    ${table(['event', 'data', 'meaning'], rows)}
  </article>`
}

function channelsSection(): Section {
  const kinds = CHANNELS.map((channel) => html`<code>${channel}</code>`)
  return {
    id: 'channels',
    title: 'Channels',
    body: html`<p>
      What can be subscribed to, per symbol: ${joined(kinds, ', ')}. Intervals: ${INTERVALS.join(', ')}.
    </p>`,
    parts: [],
  }
}

function schemasSection(named: Documents): Section {
  const shared = Object.entries(named).filter(([name]) => isShared(name))
  const articles = shared.map(([name, schema]) => {
    const { description } = schema
    return html`<article id="schema-${name}">
      <h3><code>${name}</code></h3>
      ${description === undefined ? undefined : html`<p>${prose(description)}.</p>`}${schemaView(schema, named)}${exampleView(exampleOf(schema, named))}
    </article>`
  })
  return {
    id: 'schemas',
    title: 'Schemas',
    body: html`${articles}`,
    parts: shared.map(([name]) => ({ id: `schema-${name}`, title: name })),
  }
}

/** Those of a single request or answer stand with it. */
function isShared(name: string): boolean {
  return !/(Request|Answer)$/.test(name)
}

function limitsSection({ 'x-limits': limits }: Pick<AsyncApi, 'x-limits'>): Section {
  const rows = Object.entries(limits).map(([name, value]) => [html`<code>${name}</code>`, html`${String(value)}`])
  return { id: 'limits', title: 'Limits of this server', body: table(['limit', 'value'], rows), parts: [] }
}

function errorsSection({ 'x-error-codes': codes }: Pick<AsyncApi, 'x-error-codes'>): Section {
  const rows = Object.entries(codes).map(([code, meaning]) => [
    html`<code id="error-${code}">${code}</code>`,
    prose(meaning),
  ])
  const form = html`<p>
    HTTP refuses with <code>{ "error": ... }</code>, an acknowledgement with <code>{ "ok": false, "error": ... }</code>:
    an <a href="#schema-Error">Error</a> with one of these codes.
  </p>`
  return { id: 'errors', title: 'Error codes', body: html`${form}${table(['code', 'meaning'], rows)}`, parts: [] }
}

function errorLink(code: string): Html {
  return html`<a href="#error-${code}"><code>${code}</code></a>`
}
