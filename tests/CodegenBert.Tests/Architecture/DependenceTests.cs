using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;

namespace CodegenBert.Tests.Architecture;

/// <summary>The core's layers: each knows those below it, and none above or beside it.</summary>
public sealed partial class DependenceTests
{
    /// <summary>Runtime -> Training -> Evaluation -> Modeling -> { Checkpoints, Tokenization, Data } -> Tasks.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Tasks"] = [],
        ["Data"] = ["Tasks"],
        ["Tokenization"] = ["Tasks"],
        ["Checkpoints"] = ["Tasks"],
        ["Modeling"] = ["Checkpoints", "Tokenization", "Data", "Tasks"],
        ["Evaluation"] = ["Modeling", "Checkpoints", "Tokenization", "Data", "Tasks"],
        ["Training"] = ["Evaluation", "Modeling", "Checkpoints", "Tokenization", "Data", "Tasks"],
        ["Runtime"] = ["Training", "Evaluation", "Modeling", "Checkpoints", "Tokenization", "Data", "Tasks"],
    };

    /// <summary>The stages within the two layers that have some; what lies in the layer's own folder serves all of them, or uses all.</summary>
    private static readonly Dictionary<string, string[]> AllowedStages = new(StringComparer.Ordinal)
    {
        ["Tokenization.WordPiece"] = [],
        ["Tokenization.Inputs"] = [],
        ["Tokenization.Files"] = ["Tokenization.WordPiece"],
        ["Tokenization.Text"] = ["Tokenization.WordPiece"],
        ["Checkpoints.Formats"] = [],
        ["Checkpoints.Saving"] = [],
        ["Checkpoints.Families"] = ["Checkpoints.Formats"],
        ["Checkpoints.Sources"] = ["Checkpoints.Families", "Checkpoints.Formats"],
        ["Checkpoints.Names"] = ["Checkpoints.Families"],
        ["Checkpoints.Weights"] = ["Checkpoints.Names", "Checkpoints.Families", "Checkpoints.Formats"],
    };

    private static readonly Assembly Core = typeof(CodegenBertException).Assembly;

    private static string Sources { get; } = Path.Combine(Repository.Root, "src", "CodegenBert");

    public static TheoryData<string> Layers => [.. Allowed.Keys];

    public static TheoryData<string> Stages => [.. AllowedStages.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_names_only_those_below_it(string layer)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Sources, layer), "*.cs", SearchOption.AllDirectories))
        {
            string code = DocumentationComment().Replace(File.ReadAllText(file), "");
            IEnumerable<string> named = LayerName().Matches(code).Select(match => match.Groups[1].Value).Where(Allowed.ContainsKey).Distinct().Where(name => name != layer);
            Assert.All(named, name => Assert.True(Allowed[layer].Contains(name), $"{Path.GetRelativePath(Sources, file)}: {layer} must not know {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_stage_names_only_those_below_it(string stage)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine([Sources, .. stage.Split('.')]), "*.cs", SearchOption.AllDirectories))
        {
            IEnumerable<string> named = StageName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Distinct().Where(name => name != stage);
            Assert.All(named, name => Assert.True(AllowedStages[stage].Contains(name), $"{Path.GetRelativePath(Sources, file)}: {stage} must not know {name}"));
        }
    }

    [Theory]
    [InlineData("Tokenization")]
    [InlineData("Checkpoints")]
    public void Every_folder_of_a_layer_with_stages_is_one(string layer) =>
        Assert.Equal(
            AllowedStages.Keys.Where(stage => stage.StartsWith(layer + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Path.Combine(Sources, layer)).Select(path => $"{layer}.{Path.GetFileName(path)}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layers_folder_is_its_namespace(string layer)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Sources, layer), "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(Sources, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace CodegenBert.{folder};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_folder_of_the_core_is_a_layer() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Sources).Select(path => Path.GetFileName(path)).Except(["bin", "obj", "buildTransitive"]).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_of_the_model_is_public() =>
        Assert.DoesNotContain(Core.GetExportedTypes(), type => type.Namespace == "CodegenBert.Modeling");

    [Fact]
    public void No_public_member_shows_a_tensor_or_anything_else_of_TorchSharp()
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> shown =
            from type in Core.GetExportedTypes()
            from member in type.GetMembers(visible)
            where TypesOf(member).Any(used => Mentions(used, typeof(torch).Assembly))
            select $"{type}.{member.Name}";
        Assert.Empty(shown);
    }

    [Fact]
    public void The_core_writes_nothing_to_the_console() =>
        Assert.All(
            Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("Console.", File.ReadAllText(file), StringComparison.Ordinal));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => [],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true } => [((FieldInfo)member).FieldType],
        _ => [], // properties and events are seen by their methods
    };

    private static bool Mentions(Type type, Assembly assembly) =>
        type.Assembly == assembly || (type.HasElementType && Mentions(type.GetElementType()!, assembly)) || type.GetGenericArguments().Any(argument => Mentions(argument, assembly));

    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline)]
    private static partial Regex DocumentationComment();

    /// <summary>`CodegenBert.X` wherever it stands, and `X.Y` where a neighbour is named from within the namespace.</summary>
    [GeneratedRegex(@"(?:CodegenBert\.|(?<![.\w]))(Tasks|Data|Tokenization|Checkpoints|Modeling|Evaluation|Training|Runtime)\b(?=[.;]\w|;)")]
    private static partial Regex LayerName();

    /// <summary>`CodegenBert.X.Y`, in a directive or before a type.</summary>
    [GeneratedRegex(@"\bCodegenBert\.((?:Tokenization|Checkpoints)\.\w+)(?=[.;])")]
    private static partial Regex StageName();
}
