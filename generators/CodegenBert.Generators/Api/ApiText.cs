using System.Text.RegularExpressions;
using CodegenBert.Generators.Emit;
using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodegenBert.Generators.Api;

/// <summary>
/// The public API of a task's generated code, a line for each type and member, sorted. It is read from the very files that are compiled,
/// so no emitter can change it unseen; the labels' spelling, which data files depend on, is added from the model.
/// </summary>
internal static class ApiText
{
    // One space for any white space, and no namespaces: these lines are for a reviewer's eyes.
    private static readonly Regex s_space = new(@"\s+"), s_namespace = new(@"global::(?:@?\w+\.)*");

    public static EquatableArray<string> Of(SpecModel model, IEnumerable<GeneratedFile> files)
    {
        List<string> lines = [.. model.Labels.Select(label => $"{model.Task}Labels.ToText({model.Task}Label.{label.Name}) = {Literal.Of(label.Text)}")];
        foreach (GeneratedFile file in files)
        {
            var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(file.Text).GetRoot();
            foreach (BaseTypeDeclarationSyntax type in root.DescendantNodes(static node => node is not BaseTypeDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>())
            {
                lines.Add(Type(type, model.Namespace));
                lines.AddRange(Members(type).Select(member => type.Identifier.Text + member));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines.ToEquatableArray();
    }

    private static string Type(BaseTypeDeclarationSyntax type, string @namespace)
    {
        string kind = type switch
        {
            EnumDeclarationSyntax => "enum",
            RecordDeclarationSyntax { ClassOrStructKeyword.Text: "struct" } => "record struct",
            RecordDeclarationSyntax => "record",
            TypeDeclarationSyntax other => other.Keyword.Text,
            _ => type.Kind().ToString(),
        };
        string place = @namespace.Length == 0 ? "" : " in " + @namespace;
        string bases = type.BaseList is null ? "" : " " + Plain(type.BaseList);
        return $"{type.Identifier.Text} ({Modifiers(type.Modifiers)}{kind}{place}){bases}";
    }

    private static IEnumerable<string> Members(BaseTypeDeclarationSyntax type) => type switch
    {
        EnumDeclarationSyntax labels => labels.Members.Select(static label => $".{label.Identifier.Text} {Plain(label.EqualsValue!)}"),
        RecordDeclarationSyntax { ParameterList: { } parameters } record => record.Members.Where(IsPublic).SelectMany(Member).Append(Plain(parameters)),
        TypeDeclarationSyntax other => other.Members.Where(IsPublic).SelectMany(Member),
        _ => [],
    };

    private static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static IEnumerable<string> Member(MemberDeclarationSyntax member)
    {
        string modifiers = Modifiers(member.Modifiers);
        return member switch
        {
            MethodDeclarationSyntax method => [$".{method.Identifier.Text}{Plain(method.TypeParameterList)}{Plain(method.ParameterList)} : {modifiers}{Plain(method.ReturnType)}"],
            PropertyDeclarationSyntax property => [$".{property.Identifier.Text}{Accessors(property.AccessorList)} : {modifiers}{Plain(property.Type)}"],
            IndexerDeclarationSyntax indexer => [$".this{Plain(indexer.ParameterList)}{Accessors(indexer.AccessorList)} : {modifiers}{Plain(indexer.Type)}"],
            ConstructorDeclarationSyntax constructor => [$"{Plain(constructor.ParameterList)} : {modifiers.TrimEnd()} constructor"],
            OperatorDeclarationSyntax sign => [$".operator {sign.OperatorToken.Text}{Plain(sign.ParameterList)} : {modifiers}{Plain(sign.ReturnType)}"],
            ConversionOperatorDeclarationSyntax conversion => [$".operator {conversion.ImplicitOrExplicitKeyword.Text} {Plain(conversion.Type)}{Plain(conversion.ParameterList)} : {modifiers.TrimEnd()}"],
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => $".{variable.Identifier.Text}{Constant(field, variable)} : {modifiers}{Plain(field.Declaration.Type)}"),
            _ => [$" {Plain(member)}"],
        };
    }

    /// <summary>A constant's value becomes part of the code that uses it.</summary>
    private static string Constant(FieldDeclarationSyntax field, VariableDeclaratorSyntax variable) =>
        field.Modifiers.Any(SyntaxKind.ConstKeyword) ? " " + Plain(variable.Initializer!) : "";

    private static string Accessors(AccessorListSyntax? accessors) => accessors is null
        ? " { get; }"
        : $" {{ {string.Join(" ", accessors.Accessors.Where(static accessor => !accessor.Modifiers.Any(SyntaxKind.PrivateKeyword)).Select(static accessor => accessor.Keyword.Text + ";"))} }}";

    private static string Modifiers(SyntaxTokenList modifiers) =>
        string.Concat(modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.PartialKeyword) && !modifier.IsKind(SyntaxKind.AsyncKeyword)).Select(static modifier => modifier.Text + " "));

    private static string Plain(SyntaxNode? node) => node is null ? "" : s_space.Replace(s_namespace.Replace(node.ToString(), ""), " ").Replace("( ", "(");
}
