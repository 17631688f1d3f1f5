using CodegenBert.Data;
using CodegenBert.Tasks;
using static CodegenBert.Tests.Data.DataFiles;

namespace CodegenBert.Tests.Data;

public sealed class JsonLinesTests
{
    private static readonly TaskDefinition Topics = DataTasks.Define("Topics", new("text"), "sport", "politics", "7") with { Output = OutputDefinition.MultiLabel };

    private static readonly TaskDefinition Similarity = DataTasks.Define("Similarity", new("first", "second"), "a", "b") with
    {
        Output = OutputDefinition.Regression(new("score", 0, 5)),
        Labels = LabelSet.None,
    };

    [Theory]
    [InlineData("x.jsonl")]
    [InlineData("x.ndjson")]
    [InlineData("X.JSONL")]
    public void A_line_is_an_object_with_keys_in_any_order_and_others_ignored(string name) => Assert.Equal(
        [new(new("Fine.\n\"é🎻\""), RowTarget.Label(1), new(name, 1)), new(new("Bad."), RowTarget.Label(0), new(name, 2))],
        Read(DataTasks.Sentiment, name, """
            {"id": 17, "text": "Fine.\n\"\u00e9\ud83c\udfbb\"", "label": "positive", "more": {"text": ["x"]}}
            {"label":"negative","text":"Bad."}

            """));

    [Fact]
    public void Several_labels_are_a_list_or_one_string_and_none_is_an_empty_one_or_null() => Assert.Equal(
        [RowTarget.Labels(0, 1), RowTarget.Labels(0, 1), RowTarget.Labels(), RowTarget.Labels(), RowTarget.Labels(2), RowTarget.Labels(2)],
        Read(Topics, "x.jsonl", """
            {"text": "a", "labels": ["politics", "sport"]}
            {"text": "a", "labels": "sport|politics"}
            {"text": "a", "labels": []}
            {"text": "a", "labels": null}
            {"text": "a", "labels": [7]}
            {"text": "a", "labels": 7}
            """).Select(row => row.Target));

    [Fact]
    public void A_score_is_a_number_or_a_string_of_one() => Assert.Equal(
        [2.5f, 0.5f, 4],
        Read(Similarity, "x.jsonl", """
            {"first": "a", "second": "b", "score": 2.5}
            {"first": "a", "second": "b", "score": 5e-1}
            {"first": "a", "second": "b", "score": "4"}
            """).Select(row => row.Target.ScoreValue));

    [Fact]
    public void What_does_not_fit_is_named_with_line_and_character() => Assert.Equal(
        """
        x.jsonl:1:25: unknown label `positiv` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`
        x.jsonl:2:10: `text` is no text, `17`; a text is needed there
        x.jsonl:3:25: `label` is a list, `["positive"]`; Sentiment takes one label
        x.jsonl:4:25: `label` is an object, or a list with something missing or nested, `{"is": 1}`; Sentiment takes one label
        x.jsonl:5:10: `text` is empty; each row needs a text there
        x.jsonl:6:10: `text` is empty; each row needs a text there
        x.jsonl:7:25: an empty label in `label`; Sentiment has `negative`, `positive`
        x.jsonl:8: the object has no `label` (but `Label`); each line is a JSON object with `text`, `label`
        x.jsonl:9:46: the object has `text` twice
        x.jsonl:10:10: `text` has half of a surrogate pair (\uD800 to \uDFFF), which is no character
        x.jsonl:11: a key has half of a surrogate pair (\uD800 to \uDFFF), which is no character
        """,
        Refusal(DataTasks.Sentiment, "x.jsonl", """
            {"text": "é🎻", "label": "positiv"}
            {"text": 17, "label": "positive"}
            {"text": "a", "label":  ["positive"]}
            {"text": "a", "label":  {"is": 1}}
            {"text": "", "label": "positive"}
            {"text": null, "label": "positive"}
            {"text": "a", "label":  ""}
            {"text": "a", "Label": "positive"}
            {"text": "a", "label": "positive",  "text":  "b"}
            {"text": "\ud83c", "label": "positive"}
            {"text": "a", "\ud83c": 1, "label": "positive"}
            """));

    [Theory]
    [InlineData("{\"text\": \"a\", \"label\" \"positive\"}", "x.jsonl:1:23: the line is not JSON: '\"' is invalid after a property name. Expected a ':'; each line is a JSON object with `text`, `label`")]
    [InlineData("{\"text\": \"a\", \"label\": \"positive\"} x", "x.jsonl:1:36: the line is not JSON: 'x' is invalid after a single JSON value. Expected end of data; each line is a JSON object with `text`, `label`")]
    [InlineData("[{\"text\": \"a\", \"label\": \"positive\"}]", "x.jsonl:1:1: the file is a JSON array; each line is a JSON object with `text`, `label`: jq -c '.[]' makes such a file of it")]
    [InlineData("\"a\"", "x.jsonl:1:1: the line is not a JSON object; each line is a JSON object with `text`, `label`")]
    [InlineData("", "x.jsonl: there are no rows; each line is a JSON object with `text`, `label`")]
    [InlineData("\n\n", "x.jsonl: there are no rows; each line is a JSON object with `text`, `label`")]
    [InlineData("\n{\"text\": \"a\", \"label\": \"positive\"}", "x.jsonl:1: the line is blank; each line is a JSON object with `text`, `label`")]
    public void A_line_that_is_no_object_is_refused(string file, string message) => Assert.Equal(message, Refusal(DataTasks.Sentiment, "x.jsonl", file));

    [Fact]
    public void Twenty_bad_lines_are_listed_and_the_rest_counted() => Assert.Equal(
        "and 10 more",
        Refusal(DataTasks.Sentiment, "x.jsonl", string.Concat(Enumerable.Repeat("{\n", 30))).Split('\n')[^1]);

    [Fact]
    public void Columns_of_the_files_may_have_names_of_their_own() => Assert.Equal(
        RowTarget.Score(3),
        Assert.Single(Read(Similarity with { Columns = new Dictionary<string, string> { ["first"] = "sentence \"1\"", ["score"] = "ähnlich" } }, "x.jsonl", "{\"sentence \\\"1\\\"\": \"a\", \"second\": \"b\", \"\\u00e4hnlich\": 3}")).Target);
}
