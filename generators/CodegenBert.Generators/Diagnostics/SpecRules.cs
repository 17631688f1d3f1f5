using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Diagnostics;

/// <summary>Every diagnostic of the generator: the message has the cause, and after the colon the remedy.</summary>
internal static class SpecRules
{
    private const string Category = "CodegenBert";
    private const string HelpPages = "https://github.com/codegenbert/codegenbert/blob/main/generators/CodegenBert.Generators/Diagnostics/help/";

    public static readonly DiagnosticDescriptor InternalError = Error(
        "CBERT001", "The generator failed", "CodegenBert failed on this file with {0} ({1}): this is a bug of the generator, please report it together with the file");

    public static readonly DiagnosticDescriptor InvalidYaml = Error(
        "CBERT002", "The file is not valid YAML", "The YAML cannot be read: {0}");

    public static readonly DiagnosticDescriptor RefusedYaml = Error(
        "CBERT003", "A feature of YAML that specs do not have", "{0}: {1}");

    public static readonly DiagnosticDescriptor UnreadableFile = Error(
        "CBERT004", "The file cannot be read as a spec", "{0}: {1}");

    public static readonly DiagnosticDescriptor UnknownKey = Error(
        "CBERT005", "Unknown key", "'{0}' is not a key of {1}: {2}");

    public static readonly DiagnosticDescriptor DuplicateKey = Error(
        "CBERT006", "Duplicate key", "'{0}' is given twice in {1}: remove it here or in line {2}");

    public static readonly DiagnosticDescriptor MissingKey = Error(
        "CBERT007", "Missing key", "'{0}' is missing in {1}: {2}");

    public static readonly DiagnosticDescriptor WrongKind = Error(
        "CBERT008", "Wrong kind of value", "'{0}' must be {1}, but this is {2}");

    public static readonly DiagnosticDescriptor UnknownValue = Error(
        "CBERT009", "Unknown value", "'{0}' cannot be '{1}': {2}");

    public static readonly DiagnosticDescriptor OutOfRange = Error(
        "CBERT010", "Value out of range", "'{0}' must be {1}, but it is {2}");

    public static readonly DiagnosticDescriptor NotSupportedYet = Error(
        "CBERT011", "Not supported yet", "'{0}' is not supported yet: {1}");

    public static readonly DiagnosticDescriptor NoName = Error(
        "CBERT012", "No C# name", "{0} '{1}' makes no C# name: {2}");

    public static readonly DiagnosticDescriptor NameCollision = Error(
        "CBERT013", "Two names are one in C#", "{0} '{1}' and '{2}' in line {3} both become '{4}' in C#: {5}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "CBERT014", "The name is taken", "{0} '{1}' becomes '{2}' in C#, which {3}: {4}");

    public static readonly DiagnosticDescriptor DuplicateLabel = Error(
        "CBERT015", "Duplicate label", "The label '{0}' is given twice: remove it here or in line {1}");

    public static readonly DiagnosticDescriptor UnknownEncoder = Error(
        "CBERT016", "Unknown encoder", "No referenced package brings the encoder '{0}': {1}");

    public static readonly DiagnosticDescriptor BrokenManifest = Error(
        "CBERT017", "Broken encoder manifest", "The encoder manifest is broken: {0}");

    public static readonly DiagnosticDescriptor Contradiction = Error(
        "CBERT018", "Contradicting keys", "{0}: {1}");

    public static readonly DiagnosticDescriptor DuplicateTask = Error(
        "CBERT019", "Two specs for one task", "The task '{0}' is also described by {1}: give one of them another 'task' or 'namespace'");

    public static readonly DiagnosticDescriptor WeakReading = Info(
        "CBERT020",
        "The head reads little of a frozen encoder",
        "'{0}' was pretrained on the mean of its tokens, and all of it is frozen: its last [CLS] alone says little; 'pooling: [cls, mean]' with 'layers: {{ last: 4 }}' reads more at the same cost");

    public static readonly DiagnosticDescriptor UnknownAccessibility = Error(
        "CBERT021", "Unknown accessibility", "The project's property CodegenBertAccessibility cannot be '{0}': write public or internal");

    public static readonly DiagnosticDescriptor NewPooler = Info(
        "CBERT022",
        "The encoder has no pooler",
        "'{0}' has no pooler: the one that the head reads starts at random and is trained, even with 'freeze: all'; 'cls' and 'mean' read what the encoder has learnt");

    public static readonly DiagnosticDescriptor ApiFileMissing = Error(
        "CBERT023", "The locked API is not known", "The API of '{0}' is locked, but there is no {1} beside the spec: write it with 'dotnet build -p:CodegenBertAcceptApi=true'");

    public static readonly DiagnosticDescriptor ApiChanged = Error(
        "CBERT024", "The generated API has changed", "The API is not that of {1}: {0}; undo it in the spec, or accept it with 'dotnet build -p:CodegenBertAcceptApi=true'");

    public static readonly DiagnosticDescriptor ApiFileOrphaned = Error(
        "CBERT025", "A locked API without a spec", "The API in {0} is locked, but there is no such spec any more: bring the spec back, or delete the file");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpPages + id + ".md");
}
