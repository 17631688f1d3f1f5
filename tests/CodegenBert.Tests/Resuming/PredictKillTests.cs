using CodegenBert.Runtime;
using CodegenBert.Tests.Runtime.Files;
using Xunit.Abstractions;

namespace CodegenBert.Tests.Resuming;

/// <summary>Processes that classify a file and are killed (SIGKILL).</summary>
public sealed class PredictKillTests(ScoredFile scored, ITestOutputHelper output) : IClassFixture<ScoredFile>
{
    private const int Kills = 3, Rows = (12 * ClassifierRuntime.ChunkSize) + 77;

    [Fact]
    public void However_often_it_is_killed_the_file_is_that_of_a_run_that_was_not()
    {
        using TemporaryFolder folder = new();
        ScoredFile.WriteInput(folder["inputs.tsv"], Rows);
        scored.Classifier.PredictFile(folder["inputs.tsv"], folder["expected.tsv"]);
        var random = new Random(3);
        int kills = 0;
        List<int> firstRows = [];

        for (bool isEnded = false; !isEnded;)
        {
            using PredictProcess process = new(scored.Model, folder["inputs.tsv"], folder["labelled.tsv"]);
            bool isKilled = kills < Kills && process.Kill(random.Next(1, 3), TimeSpan.FromMilliseconds(random.Next(10)));
            isEnded = !isKilled;
            Assert.True(isKilled || process.AwaitEnd() == 0, "the process failed");
            kills += isKilled ? 1 : 0;
            firstRows.Add(process.FirstRows ?? 0);
        }

        output.WriteLine($"{kills} kills; first rows {string.Join(", ", firstRows)}");
        Assert.Equal(File.ReadAllBytes(folder["expected.tsv"]), File.ReadAllBytes(folder["labelled.tsv"]));
        Assert.True(kills > 0 && firstRows[^1] > ClassifierRuntime.ChunkSize, "no process went on from a state");
    }
}
