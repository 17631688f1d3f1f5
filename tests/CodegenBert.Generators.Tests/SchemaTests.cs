using System.Text.Json.Nodes;
using CodegenBert.Generators.Specs;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests;

/// <summary>The JSON Schema, by which editors complete and check specs, has the parser's words: no more, no fewer.</summary>
public class SchemaTests
{
    private static readonly JsonObject s_schema =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "specs", "schema", "bert-task.schema.json")))!.AsObject();

    public static TheoryData<string, string[]> Sections => new()
    {
        { "", [.. SpecKeys.Root] },
        { "input", [.. SpecKeys.Input] },
        { "labels", [.. SpecKeys.Label] },
        { "tokenizer", [.. SpecKeys.Tokenizer] },
        { "head", [.. SpecKeys.Head] },
        { "head/layers", [.. SpecKeys.Layers] },
        { "freeze", [.. SpecKeys.Freeze] },
        { "training", [.. SpecKeys.Training] },
    };

    public static TheoryData<string, string[]> Words => new()
    {
        { "input", [.. SpecKeys.Inputs] },
        { "head/pooling", [.. SpecKeys.Poolings] },
        { "head/activation", [.. SpecKeys.Activations] },
        { "freeze", [.. SpecKeys.Freezings] },
    };

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
    public void EverySampleNamesTheSchema() => Assert.All(
        Repository.SpecFiles,
        file => Assert.StartsWith("# yaml-language-server: $schema=./schema/bert-task.schema.json\n", File.ReadAllText(file), StringComparison.Ordinal));

    private static JsonObject At(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(s_schema, (node, key) => node["properties"]![key]!.AsObject());

    /// <summary>The mappings that a value can be, itself or among its alternatives or items.</summary>
    private static IEnumerable<JsonObject> Objects(JsonObject value) =>
        value.ContainsKey("properties") ? [value] : Alternatives(value).SelectMany(Objects);

    private static IEnumerable<JsonObject> Alternatives(JsonObject value) =>
        [.. value["oneOf"]?.AsArray().Select(alternative => alternative!.AsObject()) ?? [], .. value["items"] is JsonObject items ? new[] { items } : []];

    private static IEnumerable<JsonObject> AllObjects(JsonObject value) => Objects(value).SelectMany(section =>
        section["properties"]!.AsObject().SelectMany(property => AllObjects(property.Value!.AsObject())).Prepend(section));

    private static IEnumerable<string> Keys(JsonObject section) => section["properties"]!.AsObject().Select(property => property.Key);

    private static HashSet<string> Enums(JsonObject value)
    {
        JsonObject resolved = value["$ref"] is null ? value : s_schema["definitions"]!["pooling"]!.AsObject();
        return [.. resolved["enum"]?.AsArray().Select(word => (string)word!) ?? [], .. Alternatives(resolved).SelectMany(Enums)];
    }
}
