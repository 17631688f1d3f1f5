namespace CodegenBert.Package.Tests;

/// <summary>A scenario of the long form: it takes half a minute or more, so it runs on demand and says so otherwise.</summary>
internal sealed class ScenarioFactAttribute : FactAttribute
{
    public ScenarioFactAttribute() => Skip = LongForm.SkipReason;
}

/// <summary>The same with cases.</summary>
internal sealed class ScenarioTheoryAttribute : TheoryAttribute
{
    public ScenarioTheoryAttribute() => Skip = LongForm.SkipReason;
}

/// <summary>Whether all scenarios were asked for.</summary>
internal static class LongForm
{
    private const string Variable = "CODEGENBERT_PACKAGE_TESTS";

    public static string? SkipReason => Environment.GetEnvironmentVariable(Variable) == "all"
        ? null
        : $"runs in the long form only: dotnet test tests/CodegenBert.Package.Tests -c Release -e {Variable}=all";
}
