// Usage: node make.cjs PACKAGE [TEXTS] > cases.jsonl, where PACKAGE is the folder of npm's tokenizers 0.23.2 (Hugging Face's library): the ids and offsets of
// random texts under added tokens of every rule. Each line is a case: the tokens added to the vocabulary, whether letters are lower-cased, and the texts.
const { Tokenizer } = require(process.argv[2]);
const count = Number(process.argv[3] ?? 10);

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const vocabulary = [...special, 'good', 'bad', 'film', 'co', '##vid', 'a', 'b', '##a', '##b', '.', '!', 'e', '##e', '中', 'x', '##x', '##film', 'É', '1', '_', '<', '>', 'ss', '##bad'];
const parts = ['good', 'GOOD', 'Covid', 'covid', 'CÓVID', 'co', 'vid', ' ', ' ', '  ', '\t', '\u00a0', 'é', 'É', 'e\u0301', 'e', '中', 'film', 'Film', '_', 'a', 'b', 'ab', 'abx', '<e>', '<E>', '[SEP]',
  '[sep]', '[MASK]', '\u200d', '\u0301', '\u0316', 'İ', 'ß', 'ⓐ', '1', '٣', '🙂', '𝔸', '.', '\u0000', '\u3000', 'a b', 'bad'];
const n = vocabulary.length;
const token = (id, content, rules = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: true, special: false, ...rules });
const all = { lstrip: true, rstrip: true };
const cases = [
  [[token(n, 'Covid')], true], [[token(n, 'Covid')], false], [[token(n, 'Covid', { normalized: false })], true], [[token(n, 'CÓVID')], true], [[token(vocabulary.indexOf('É'), 'É')], false],
  [[token(n, '中film')], true], [[token(n, ' e ')], true], [[token(n, 'a b')], true], [[token(vocabulary.indexOf('film'), 'film', { single_word: true })], true], [[token(n, 'ab', { single_word: true, normalized: false })], true],
  [[token(n, '<e>', { special: true, normalized: false, lstrip: true })], true], [[token(n, '<e>', { special: true, normalized: false, rstrip: true })], true],
  [[token(n, '<e>', { special: true, normalized: false, ...all })], true], [[token(n, '<e>', all)], true], [[token(n, '<E>', { ...all, single_word: true })], false],
  [[token(vocabulary.indexOf('good'), 'good')], true], [[token(n, 'ab'), token(n + 1, 'abx'), token(n + 2, 'bad\u0000')], true], [[token(vocabulary.indexOf('co'), 'co', { normalized: false }), token(n, 'covid')], true],
  [[token(n, '🙂'), token(n + 1, '𝔸x')], true], [[token(vocabulary.indexOf('[MASK]'), '[MASK]', { special: true, normalized: true, lstrip: true })], true], [[token(n, 'İ'), token(n + 1, 'ß', { normalized: false })], true],
];

let seed = 1;
const random = most => (seed = (seed * 48271) % 2147483647) % most;
const text = () => Array.from({ length: 1 + random(9) }, () => parts[random(parts.length)]).join('');

async function main() {
  for (const [added, lowercase] of cases) {
    const contents = added.map(entry => entry.content);
    const pipeline = {
      version: '1.0', truncation: null, padding: null,
      added_tokens: [...special.map((content, id) => token(id, content, { special: true, normalized: false })).filter(entry => !contents.includes(entry.content)), ...added],
      normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(vocabulary.map((entry, id) => [entry, id])) },
    };
    const tokenizer = Tokenizer.fromString(JSON.stringify(pipeline));
    const texts = [];
    for (let i = 0; i < count; i++) {
      const source = text();
      const encoding = await tokenizer.encode(source);
      texts.push({ text: source, ids: encoding.getIds(), offsets: encoding.getOffsets().flat() });
    }

    console.log(JSON.stringify({ vocabulary, lowercase, added_tokens: pipeline.added_tokens, texts }));
  }
}

main();
