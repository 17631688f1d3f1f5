using System.Text.Json.Nodes;

namespace CodegenBert.Tests.Tokenization;

/// <summary><c>tokenizer.json</c> as the tokenizers library writes it for a BERT.</summary>
internal static class TokenizerPipeline
{
    public static JsonObject Of(string[] tokens, bool lowercase)
    {
        JsonObject json = JsonNode.Parse($$"""
            {
              "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
              "normalizer": { "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": {{(lowercase ? "true" : "false")}} },
              "pre_tokenizer": { "type": "BertPreTokenizer" },
              "post_processor": {
                "type": "TemplateProcessing",
                "single": [{ "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 0 } }],
                "pair": [
                  { "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 0 } },
                  { "Sequence": { "id": "B", "type_id": 1 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 1 } }
                ],
                "special_tokens": {}
              },
              "decoder": { "type": "WordPiece", "prefix": "##", "cleanup": true },
              "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {} }
            }
            """)!.AsObject();
        var vocabulary = new JsonObject();
        for (int id = 0; id < tokens.Length; id++)
        {
            vocabulary[tokens[id]] = id;
        }

        json["model"]!["vocab"] = vocabulary;
        return json;
    }
}
