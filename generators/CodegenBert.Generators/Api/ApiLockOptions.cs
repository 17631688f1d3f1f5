using CodegenBert.Generators.Specs;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodegenBert.Generators.Api;

/// <summary>What the project says about its generated API.</summary>
/// <param name="IsLocked"><c>CodegenBertApiLock</c>: the API of each spec must be the one in the file beside it.</param>
/// <param name="IsAccepted"><c>CodegenBertAcceptApi</c>: the build writes these files instead.</param>
internal sealed record ApiLockOptions(bool IsLocked, bool IsAccepted)
{
    public static ApiLockOptions Of(AnalyzerConfigOptions options)
    {
        bool isLocked = IsTrue(options, "CodegenBertApiLock");
        return new(isLocked, isLocked && IsTrue(options, "CodegenBertAcceptApi"));
    }

    private static bool IsTrue(AnalyzerConfigOptions options, string name) =>
        SpecOptions.Property(options, name).Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
}
