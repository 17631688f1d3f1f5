using System.Globalization;
using System.Text.Json.Nodes;
using CodegenBert.Generators.Specs;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests;

/// <summary>The JSON Schema, by which editors complete and check specs, has the parser's words: no more, no fewer.</summary>
public class SchemaTests
{
    private static readonly JsonObject s_schema =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "specs", "schema", "bert-task.schema.json")))!.AsObject();

    private static readonly (string Key, bool IsExclusive, int Outward)[] s_bounds =
        [("minimum", false, -1), ("maximum", false, 1), ("exclusiveMinimum", true, -1), ("exclusiveMaximum", true, 1)];

    public static TheoryData<string, string[]> Sections => new()
    {
        { "", [.. SpecKeys.Root] },
        { "input", [.. SpecKeys.Input] },
        { "output", [.. SpecKeys.Output] },
        { "output/regression", [.. SpecKeys.Regression] },
        { "labels", [.. SpecKeys.Label] },
        { "encoder", [.. SpecKeys.Encoder] },
        { "tokenizer", [.. SpecKeys.Tokenizer] },
        { "tokenizer/truncation", [.. SpecKeys.HeadTail] },
        { "tokenizer/window", [.. SpecKeys.Window] },
        { "head", [.. SpecKeys.Head] },
        { "head/layers", [.. SpecKeys.Layers] },
        { "freeze", [.. SpecKeys.Freeze] },
        { "phases", [.. SpecKeys.Phase] },
        { "phases/freeze", [.. SpecKeys.Freeze] },
        { "training", [.. SpecKeys.Training] },
        { "training/early_stopping", [.. SpecKeys.EarlyStopping] },
        { "data", [.. SpecKeys.Data] },
    };

    public static TheoryData<string, string[]> Words => new()
    {
        { "input", [.. SpecKeys.Inputs] },
        { "output", [.. SpecKeys.Outputs] },
        { "encoder/dtype", [.. SpecKeys.Dtypes] },
        { "tokenizer/truncation", [.. SpecKeys.Truncations] },
        { "tokenizer/window/combine", [.. SpecKeys.WindowCombinations] },
        { "tokenizer/lowercase", [.. SpecKeys.Lowercasings] },
        { "tokenizer/special_tokens_in_text", [.. SpecKeys.SpecialTokensInText] },
        { "head/pooling", [.. SpecKeys.Poolings] },
        { "head/activation", [.. SpecKeys.Activations] },
        { "freeze", [.. SpecKeys.Freezings] },
        { "phases/freeze", [.. SpecKeys.PhaseFreezings] },
        { "training/schedule", [.. SpecKeys.Schedules] },
        { "training/class_weights", [.. SpecKeys.ClassWeightings] },
        { "training/precision", [.. SpecKeys.Precisions] },
        { "training/gradient_checkpointing", [.. SpecKeys.Checkpointings] },
        { "training/best_by", [.. SpecKeys.Metrics] },
        { "training/thresholds", [.. SpecKeys.ThresholdRules] },
        { "training/calibration", [.. SpecKeys.Calibrations] },
    };

    /// <summary>Every key of the language, like <c>head/layers/last</c>.</summary>
    internal static IEnumerable<string> KeyPaths => Paths(s_schema, "").Distinct();

    [Theory]
    [MemberData(nameof(Sections))]
    public void HasTheParsersKeys(string section, string[] keys) =>
        Assert.Equal(keys.Order(StringComparer.Ordinal), Objects(At(section)).SelectMany(Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Words))]
    public void HasTheParsersWords(string key, string[] words) =>
        Assert.Equal(words.Order(StringComparer.Ordinal), Enums(At(key)).Order(StringComparer.Ordinal));

    [Fact]
    public void HasNoSectionThatTheParserDoesNotHave() => Assert.Equal(
        Sections.Sum(section => ((string[])section[1]).Length),
        AllObjects(s_schema).Sum(section => Keys(section).Count()));

    [Fact]
    public void DescribesEveryKeyAndClosesEverySection() => Assert.All(AllObjects(s_schema), section =>
    {
        Assert.False((bool)section["additionalProperties"]!);
        Assert.All(section["properties"]!.AsObject(), property => Assert.NotEmpty((string)property.Value!["description"]!));
    });

    [Fact]
    public void WritingItsDefaultsOutChangesNothing()
    {
        const string spec = "task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\n";
        GeneratorRun without = GeneratorRun.OfSpec(spec), with = GeneratorRun.OfSpec(spec + Defaults(s_schema, "\n"));

        Assert.Empty(with.Diagnostics);
        Assert.Equal(without.Sources.Select(source => source.SourceText.ToString()), with.Sources.Select(source => source.SourceText.ToString()));
    }

    [Fact]
    public void ItsBoundsAreTheParsers() => Assert.All(BoundedValues(), item =>
    {
        string pair = item.Key + ": " + (item.InList ? $"[{item.Value}]" : item.Value);
        string line = item.Section.Length == 0 ? pair : $"{item.Section}: {{ {pair} }}";

        // The shortest inputs, so that a batch may have the fewest tokens.
        string tokenizer = item.Section == "tokenizer" ? "" : "\ntokenizer: { max_length: 3 }";
        GeneratorRun run = GeneratorRun.OfSpec("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6\n" + line + tokenizer);

        Assert.True(item.IsAllowed == !run.Result.Diagnostics.Any(), $"{line}: {string.Join("; ", run.Diagnostics)}");
    });

    [Theory]
    [InlineData("specs", "./schema")]
    [InlineData("tests/CodegenBert.Generators.Tests/Specs", "../../../specs/schema")]
    [InlineData("tests/CodegenBert.Benchmarks/specs", "../../../specs/schema")]
    public void EverySpecOfTheRepositoryNamesTheSchema(string folder, string schema) => Assert.All(
        Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.bert.yaml"),
        file => Assert.StartsWith($"# yaml-language-server: $schema={schema}/bert-task.schema.json\n", File.ReadAllText(file), StringComparison.Ordinal));

    private static JsonObject At(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(s_schema, (node, key) => Objects(node).Single(section => Keys(section).Contains(key))["properties"]![key]!.AsObject());

    /// <summary>The mappings that a value can be, itself or among its alternatives or items.</summary>
    private static IEnumerable<JsonObject> Objects(JsonObject value) =>
        value.ContainsKey("properties") ? [value] : Alternatives(value).SelectMany(Objects);

    private static IEnumerable<JsonObject> Alternatives(JsonObject value) =>
        [.. value["oneOf"]?.AsArray().Select(alternative => Resolved(alternative!.AsObject())) ?? [], .. value["items"] is JsonObject items ? new[] { Resolved(items) } : []];

    /// <summary>What a reference like <c>#/definitions/pooling</c> stands for.</summary>
    private static JsonObject Resolved(JsonObject value) => (string?)value["$ref"] is { } name ? s_schema["definitions"]![name.Split('/')[^1]]!.AsObject() : value;

    private static IEnumerable<JsonObject> AllObjects(JsonObject value) => Objects(value).SelectMany(section =>
        section["properties"]!.AsObject().SelectMany(property => AllObjects(property.Value!.AsObject())).Prepend(section));

    private static IEnumerable<string> Paths(JsonObject value, string prefix) => Objects(value).SelectMany(section =>
        section["properties"]!.AsObject().SelectMany(property => Paths(property.Value!.AsObject(), prefix + property.Key + "/").Prepend(prefix + property.Key)));

    private static IEnumerable<string> Keys(JsonObject section) => section["properties"]!.AsObject().Select(property => property.Key);

    private static HashSet<string> Enums(JsonObject value) =>
        [.. value["enum"]?.AsArray().Select(word => word!.ToString()) ?? [], .. Alternatives(value).SelectMany(Enums)];

    /// <summary>For each bound of a number, in a section or of a key on its own, a value at its edge, one just beyond and one within.</summary>
    private static IEnumerable<(string Section, string Key, bool InList, string Value, bool IsAllowed)> BoundedValues() =>
        from section in s_schema["properties"]!.AsObject().Where(key => key.Value!.AsObject().ContainsKey("properties")).Append(KeyValuePair.Create<string, JsonNode?>("", s_schema))
        from property in section.Value!["properties"]!.AsObject()
        from number in Alternatives(property.Value!.AsObject()).Prepend(property.Value!.AsObject())
        from bound in s_bounds
        where number[bound.Key] is not null
        let limit = (decimal)number[bound.Key]!
        let step = (string?)number["type"] == "integer" ? 1 : 1e-7m
        from value in new[] { (Value: limit, IsAllowed: !bound.IsExclusive), (Value: limit + (bound.Outward * step), IsAllowed: false), (Value: limit - (bound.Outward * step), IsAllowed: true) }
        select (section.Key, property.Key, property.Value!["items"] is not null, value.Value.ToString(CultureInfo.InvariantCulture), value.IsAllowed);

    /// <summary>The section's keys with their defaults as YAML; sections without any are left out.</summary>
    private static string Defaults(JsonObject section, string separator) => string.Join(
        separator,
        section["properties"]!.AsObject().Select(property => (property.Key, Value: Default(property.Value!.AsObject()))).Where(item => item.Value is not null).Select(item => $"{item.Key}: {item.Value}"));

    private static string? Default(JsonObject value) =>
        value["default"] is { } own ? own.ToJsonString().Trim('"')
        : value.ContainsKey("properties") && Defaults(value, ", ") is { Length: > 0 } parts ? $"{{ {parts} }}"
        : null;
}
