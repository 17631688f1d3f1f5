using System.Reflection;
using TorchSharp;

namespace CodegenBert.Tests.Architecture;

/// <summary>
/// TorchSharp makes an object of each number that an operation is given, and reads its native value without keeping the object alive: a collection in between frees the
/// value, and the operation fails or computes with another. So the core gives numbers through its own arithmetic alone, which keeps them.
/// </summary>
public sealed class ScalarTests
{
    private static readonly Dictionary<MethodBase, bool> Known = [];

    [Fact]
    public void No_operation_is_called_that_makes_a_number_of_its_own()
    {
        SortedSet<string> faults = new(StringComparer.Ordinal);
        foreach (Type type in typeof(CodegenBertException).Assembly.GetTypes())
        {
            foreach (MethodBase caller in Calls.MethodsOf(type))
            {
                foreach (MethodBase called in Calls.Of(caller).Where(called => called.Module == typeof(torch).Module && !Allowed(called) && MakesScalar(called)))
                {
                    faults.Add($"{type.Name}.{caller.Name}: {called}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void The_search_finds_such_operations()
    {
        Assert.True(MakesScalar(typeof(torch.Tensor).GetMethod("op_Addition", [typeof(torch.Tensor), typeof(torch.Tensor)])!));
        Assert.True(MakesScalar(typeof(Scalar).GetMethods().First(method => method.Name == "op_Implicit")));
        Assert.False(MakesScalar(typeof(torch.Tensor).GetMethod("matmul", [typeof(torch.Tensor)])!));
    }

    /// <summary>What is made by name can be kept by who makes it; a compiled script makes numbers of those that it is given as such, and is given none.</summary>
    private static bool Allowed(MethodBase method) => IsConversion(method) || (method.DeclaringType == typeof(torch.jit.CompilationUnit) && method.Name == "invoke");

    private static bool IsConversion(MethodBase method) => method.DeclaringType == typeof(ScalarExtensionMethods) && method.Name == "ToScalar";

    /// <summary>Whether a method of TorchSharp converts a number, itself or through another of its methods.</summary>
    private static bool MakesScalar(MethodBase method)
    {
        if (Known.TryGetValue(method, out bool known))
        {
            return known;
        }

        Known[method] = false; // what calls itself adds nothing
        return Known[method] = IsConversion(method)
            || Calls.Of(method).Any(called => called.Module == typeof(torch).Module && MakesScalar(called));
    }
}
