// Usage: node huggingface.cjs PACKAGE VOCABULARY TEXTS. Answers each line "run" with the seconds and the ids of one pass over
// the texts, and "ids" with all ids; on one thread if RAYON_NUM_THREADS is 1.
const [, , folder, vocabulary, file] = process.argv;
const { Tokenizer, WordPiece, bertNormalizer, bertPreTokenizer, bertProcessing } = require(folder);
const texts = JSON.parse(require('fs').readFileSync(file, 'utf8'));
const BATCH = 1000;

async function main() {
  const tokenizer = new Tokenizer(await WordPiece.fromFile(vocabulary, { unkToken: '[UNK]' }));
  tokenizer.setNormalizer(bertNormalizer());
  tokenizer.setPreTokenizer(bertPreTokenizer());
  tokenizer.setPostProcessor(bertProcessing(['[SEP]', tokenizer.tokenToId('[SEP]')], ['[CLS]', tokenizer.tokenToId('[CLS]')]));
  tokenizer.addSpecialTokens(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']);
  const batches = [];
  for (let i = 0; i < texts.length; i += BATCH) {
    batches.push(texts.slice(i, i + BATCH));
  }

  console.log(require(folder + '/package.json').version);
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    if (line === 'run') {
      let seconds = 0;
      let ids = 0;
      for (const batch of batches) {
        const start = process.hrtime.bigint();
        const encodings = await tokenizer.encodeBatch(batch);
        seconds += Number(process.hrtime.bigint() - start) / 1e9;
        ids += encodings.reduce((sum, encoding) => sum + encoding.getLength(), 0);
      }

      console.log(`${seconds} ${ids}`);
    } else {
      const all = [];
      for (const batch of batches) {
        all.push(...(await tokenizer.encodeBatch(batch)).map(encoding => encoding.getIds()));
      }

      console.log(JSON.stringify(all));
    }
  }
}

main();
