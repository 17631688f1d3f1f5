using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>A task's files, or why there are none: all or nothing, since half of a task's types would bury the cause under errors about the other half.</summary>
internal sealed record EmittedTask(EquatableArray<GeneratedFile> Files, EquatableArray<SpecDiagnostic> Failure)
{
    public static EmittedTask Of(SpecSource source)
    {
        try
        {
            return new(TaskEmitter.Emit(source.Model).ToEquatableArray(), default);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(default, new([SpecDiagnostic.InternalError(source.Path, exception)]));
        }
    }
}
