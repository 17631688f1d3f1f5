namespace CodegenBert.Generators.Model;

/// <summary>One text or a pair.</summary>
internal sealed record InputModel(InputTextModel First, InputTextModel? Second = null)
{
    public IEnumerable<InputTextModel> Texts => Second is null ? [First] : [First, Second];
}

/// <summary>A text of the input.</summary>
/// <param name="Name">The column in data files.</param>
/// <param name="Property">The C# property, PascalCase.</param>
/// <param name="Parameter">The C# parameter, camelCase, not escaped.</param>
internal sealed record InputTextModel(string Name, string Property, string Parameter);
