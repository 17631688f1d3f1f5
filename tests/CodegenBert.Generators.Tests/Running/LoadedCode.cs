using System.Reflection;
using System.Runtime.Loader;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>A user's code with the generated code, compiled and loaded.</summary>
internal sealed class LoadedCode
{
    private readonly Assembly _assembly;

    private LoadedCode(Assembly assembly) => _assembly = assembly;

    public static LoadedCode Of(GeneratorRun run, params string[] code)
    {
        using var image = new MemoryStream();
        var result = UserCode.With(run, code).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image));
    }

    /// <summary>What a static method of the user's class <c>Program</c> returns; what it throws is thrown.</summary>
    public object Call(string method)
    {
        try
        {
            return _assembly.GetType("Program")!.GetMethod(method)!.Invoke(null, null)!;
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }

    /// <summary>The value of a static property.</summary>
    public object Property(string type, string name) => _assembly.GetType(type)!.GetProperty(name)!.GetValue(null)!;
}
