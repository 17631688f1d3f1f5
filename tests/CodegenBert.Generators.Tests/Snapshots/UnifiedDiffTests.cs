namespace CodegenBert.Generators.Tests.Snapshots;

/// <summary>The diff that a failing snapshot prints, held against what GNU <c>diff -u</c> 3.8 prints below the files' names.</summary>
public class UnifiedDiffTests
{
    [Fact]
    public void EqualTextsHaveNone() => Assert.Empty(UnifiedDiff.Of("a\nb\n", "a\nb\n"));

    [Fact]
    public void AChangeStandsAmongThreeLines() => Assert.Equal(
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        UnifiedDiff.Of(Numbers(9), Numbers(9).Replace("5", "five", StringComparison.Ordinal)));

    [Fact]
    public void NearChangesShareAHunkAndFarOnesDoNot() => Assert.Equal(
        "@@ -1,8 +1,7 @@\n-1\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -18,3 +17,4 @@\n 18\n 19\n 20\n+21\n",
        UnifiedDiff.Of(Numbers(20), Numbers(21)[2..].Replace("\n5\n", "\nfive\n", StringComparison.Ordinal)));

    private static string Numbers(int count) => string.Join('\n', Enumerable.Range(1, count));
}
