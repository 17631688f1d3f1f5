using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tests.Tiny;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Tests.Runtime.Files;

/// <summary>A file of inputs becomes a file of predictions.</summary>
public sealed class FilePredictionTests(ScoredFile scored) : FilePredictionRuns(scored)
{
    [Fact]
    public void The_file_has_what_the_model_says_of_all_rows_in_their_order()
    {
        InputTexts[] inputs = [.. ScoredFile.Texts(ScoredFile.Rows)];
        RawPrediction[] predictions = [.. Scored.Classifier.Predict(inputs)];
        string[] expected = [.. inputs.Zip(predictions, (input, prediction) => string.Create(
            CultureInfo.InvariantCulture, $"{input.First}\t{(prediction.Label == 0 ? "negative" : "positive")}\t{prediction.Values[prediction.Label]:F6}"))];

        Assert.Equal(ScoredFile.Rows, Run());
        Assert.Equal(["text\tlabel\tprobability", .. expected], File.ReadAllLines(Output));
        Assert.True(predictions.Select(prediction => prediction.Values[0]).Distinct().Count() > ScoredFile.Rows / 2, "the inputs cannot be told apart");
        Assert.Equal([Output], Directory.GetFileSystemEntries(Folder.Path));
    }

    [Theory]
    [InlineData("inputs.tsv.gz")]
    [InlineData("inputs.csv")]
    [InlineData("inputs.jsonl")]
    public void Every_format_gives_the_same_file(string name)
    {
        string input = Folder[name];
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using GZipStream packed = new(File.Create(input), CompressionLevel.Fastest);
            packed.Write(File.ReadAllBytes(Scored.Input));
        }
        else
        {
            File.WriteAllLines(input, name.EndsWith(".csv", StringComparison.Ordinal)
                ? File.ReadAllLines(Scored.Input)
                : ScoredFile.Texts(ScoredFile.Rows).Select(text => JsonSerializer.Serialize(new { text = text.First })));
        }

        Run(input);

        Assert.Equal(Scored.Whole, File.ReadAllBytes(Output));
    }

    [Fact]
    public void Streamed_predictions_are_bit_for_bit_those_of_their_chunks_alone()
    {
        InputTexts[] inputs = [.. ScoredFile.Texts(ScoredFile.Rows)];

        float[][] alone = [.. inputs.Chunk(Chunk).SelectMany(chunk => Scored.Classifier.Predict(chunk)).Select(prediction => prediction.Values.ToArray())];

        Assert.Equal(alone, Scored.Classifier.Predict(inputs).Select(prediction => prediction.Values.ToArray()));
    }

    [Fact]
    public void An_older_file_stays_until_the_new_one_is_whole()
    {
        File.WriteAllText(Output, "older");
        StopAfter(2);
        Assert.Equal("older", File.ReadAllText(Output));

        Run();

        AssertWhole();
    }

    [Fact]
    public void A_file_where_aFolder_is_needed_and_aFolder_where_a_file_is_are_refused()
    {
        File.WriteAllText(Folder["file"], "");

        Assert.StartsWith($"{Folder["file", "labelled.tsv"]}: cannot be written: ", Assert.Throws<PredictionFileException>(() => Run(output: Folder["file", "labelled.tsv"])).Message, StringComparison.Ordinal);
        Assert.Equal($"{Folder.Path}: is a folder; a file is to be written there", Assert.Throws<PredictionFileException>(() => Run(output: Folder.Path)).Message);
    }

    [Fact]
    public void Bad_rows_are_named_before_the_first_is_classified_and_leave_nothing()
    {
        string input = Folder["inputs.tsv"];
        ScoredFile.WriteInput(input, ScoredFile.Rows);
        File.AppendAllText(input, "  \n");

        Assert.Throws<DataFileException>(() => Run(input, progress: new Moments(_ => Assert.Fail("rows were classified"))));
        Assert.Equal([input], Directory.GetFileSystemEntries(Folder.Path));
    }
}
