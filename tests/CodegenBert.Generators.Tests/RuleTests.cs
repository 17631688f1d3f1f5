using System.Reflection;
using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Tests.Running;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests;

/// <summary>The catalogue of diagnostics.</summary>
public class RuleTests
{
    internal static IEnumerable<DiagnosticDescriptor> Rules =>
        typeof(SpecRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(member => member.GetValue(null)).OfType<DiagnosticDescriptor>();

    [Fact]
    public void HasNoGapsAndNoTwins() =>
        Assert.Equal(Enumerable.Range(1, Rules.Count()).Select(number => $"CBERT{number:000}"), Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRuleHasItsHelpPage() => Assert.All(Rules, rule =>
    {
        string page = Path.Combine(Repository.Generator, "Diagnostics", "help", rule.Id + ".md");
        Assert.EndsWith($"/Diagnostics/help/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", File.ReadAllText(page), StringComparison.Ordinal);
    });
}
