using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Diagnostics;

/// <summary>A diagnostic as a value, made into Roslyn's when it is reported.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Place">Where it shows.</param>
/// <param name="Arguments">The message's arguments.</param>
/// <param name="OtherPlace">The second place of a conflict.</param>
internal sealed record SpecDiagnostic(
    DiagnosticDescriptor Descriptor,
    LocationInfo Place,
    EquatableArray<string> Arguments,
    LocationInfo? OtherPlace = null)
{
    public Diagnostic ToDiagnostic()
    {
        Location[] others = OtherPlace is null ? [] : [OtherPlace.ToLocation()];
        return Diagnostic.Create(Descriptor, Place.ToLocation(), others, [.. Arguments]);
    }

    public static SpecDiagnostic InternalError(string path, Exception exception)
    {
        // One line: the console shows a message up to its first line break.
        string cause = exception.Message.Replace("\r", "").Replace('\n', ' ');
        string[] arguments = [exception.GetType().Name, cause];
        return new(SpecRules.InternalError, LocationInfo.Of(path, null, default), arguments.ToEquatableArray());
    }
}
