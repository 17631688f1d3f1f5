using CodegenBert.Package.Tests.Packing;
using CodegenBert.Package.Tests.Strangers;

namespace CodegenBert.Package.Tests;

/// <summary>Which specs a project has, and what becomes of them.</summary>
[Collection(PackedPackages.Name)]
public sealed class SpecTests(PackageFeed feed)
{
    private static readonly string Broken = Parcel.Spec.Replace("freeze:", "freze:", StringComparison.Ordinal);

    [Fact]
    public void A_wrong_key_fails_the_build_at_its_line_and_column_with_the_right_one()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject application = solution.Application(spec: Broken);

        ProgramEnd build = application.Build();

        Assert.Equal(1, build.ExitCode);
        Assert.Contains($"{application["specs/parcel.bert.yaml"]}(8,1): error CBERT005: 'freze' is not a key of the spec: did you mean 'freeze'?", build.Output, StringComparison.Ordinal);
    }

    [ScenarioTheory]
    [InlineData("../shared-specs/parcel.bert.yaml", "specs/parcel.bert.yaml")]
    [InlineData("../shared-specs/**/*.bert.yaml", "specs/%(RecursiveDir)%(Filename)%(Extension)")]
    public void A_spec_may_be_linked_from_another_folder(string include, string link)
    {
        using var solution = new StrangersSolution(feed);
        Directory.CreateDirectory(Path.Combine(solution.Path, "shared-specs"));
        File.WriteAllText(Path.Combine(solution.Path, "shared-specs", "parcel.bert.yaml"), Parcel.Spec);

        StrangersProject application = solution.Executable(
            "", StrangersSolution.ApplicationPackages + $"<AdditionalFiles Include=\"{include}\" Link=\"{link}\" />", ("Program.cs", Parcel.Program));

        Assert.Equal(Parcel.Output, application.BuildAndRun());
    }

    [ScenarioFact]
    public void Without_the_default_items_only_the_specs_that_are_named_count()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject application = solution.Application("<EnableDefaultCodegenBertItems>false</EnableDefaultCodegenBertItems>", "<AdditionalFiles Include=\"specs/parcel.bert.yaml\" />");
        File.WriteAllText(application["specs/broken.bert.yaml"], Broken);

        Assert.Equal(Parcel.Output, application.BuildAndRun());
    }

    [ScenarioFact]
    public void The_generated_types_can_be_internal()
    {
        using var solution = new StrangersSolution(feed);
        StrangersProject application = solution.Executable(
            "<CodegenBertAccessibility>internal</CodegenBertAccessibility>",
            StrangersSolution.ApplicationPackages,
            ("parcel.bert.yaml", Parcel.Spec),
            ("Program.cs", Parcel.Program + "\nConsole.WriteLine(typeof(ParcelClassifier).Assembly.GetExportedTypes().Length);"));

        Assert.Equal(Parcel.Output + "\n0", application.BuildAndRun());
    }
}
