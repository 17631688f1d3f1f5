using CodegenBert.Tests.Runtime;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>A share of what <c>dotnet run --project tests/CodegenBert.Tests -c Release -- fuzz 200000</c> reads; and that the fuzzer sees what it looks for.</summary>
[Collection(MemoryMeasured.Name)]
public sealed class FuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_files_are_read_or_refused_with_a_typed_exception(string kind)
    {
        FuzzOutcome outcome = new FuzzRun(FuzzTargets.All.Single(target => target.Name == kind)).Read(_folder.Path, count: 500, seed: 7_000_000);

        Assert.Empty(outcome.Faults);
        Assert.Equal(500, outcome.Accepted + outcome.Refused);
        Assert.InRange(outcome.Refused, 20, 499);
    }

    [Fact]
    public void Another_exception_is_a_fault() => Assert.Contains("IndexOutOfRangeException", Fault(path => _ = File.ReadAllBytes(path)[9]), StringComparison.Ordinal);

    [Fact]
    public void Memory_beyond_the_bound_is_a_fault() => Assert.EndsWith("bytes of managed memory for a file of 3", Fault(path =>
    {
        if (File.ReadAllBytes(path) is { Length: 3 })
        {
            _ = new byte[4 << 20];
        }
    }), StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another_one()
    {
        byte[] original = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        byte[] Mutated(int seed) => ByteMutator.Mutate(original, new Random(seed));

        Assert.All(Enumerable.Range(0, 100), seed => Assert.Equal(Mutated(seed), Mutated(seed)));
        Assert.InRange(Enumerable.Range(0, 100).Select(seed => Convert.ToHexString(Mutated(seed))).Distinct().Count(), 95, 100);
    }

    /// <summary>The first fault of a reader that is right for the original of ten bytes.</summary>
    private string Fault(Action<string> load)
    {
        File.WriteAllBytes(_folder["file"], new byte[10]);
        return new FuzzRun(new FuzzTarget("ten bytes", _ => [FuzzSeed.Of(_folder["file"])], load)).Read(_folder.Path, count: 200, seed: 1).Faults[0];
    }
}
