using System.Reflection;
using CodegenBert.Tests.Checkpoints;
using CodegenBert.Tests.Tiny;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CodegenBert.Tests;

/// <summary>
/// The whole conformance kit as one table: <c>dotnet run --project tests/CodegenBert.Tests -c Release -- kit</c>. The tests themselves are run, so that there is
/// one comparison of each thing; another kit of the same layout is read where CODEGENBERT_KIT names its folder.
/// </summary>
internal static class ConformanceRun
{
    private static readonly Type[] s_tests =
    [
        typeof(Tokenization.ConformanceTests), typeof(Tokenization.CodePointTests), typeof(Modeling.ConformanceTests), typeof(FamilyTests),
        typeof(Training.ConformanceTests), typeof(HostileFileTests), typeof(Evaluation.ConformanceTests),
    ];

    /// <summary>Runs the tests and prints the table.</summary>
    /// <returns>0 if everything is equal.</returns>
    public static int Run(TextWriter output)
    {
        KitTable.IsCollecting = true;
        foreach (MethodInfo method in s_tests.SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            if (method.GetCustomAttribute<FactAttribute>()!.Skip is { } reason)
            {
                output.WriteLine($"left out: {method.Name}: {reason}");
                continue;
            }

            foreach (object?[] row in method.IsDefined(typeof(TheoryAttribute)) ? method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)) : [[]])
            {
                RunTest(method, row, output);
            }
        }

        output.WriteLine($"{"group",-62} {"cases",9} {"equal",9} {"largest difference",19} {"bound",8}");
        foreach (KitGroup group in KitTable.Groups)
        {
            output.WriteLine(FormattableString.Invariant($"{group.Name,-62} {group.Cases,9} {group.Equal,9} {(group.Bound > 0 ? group.Largest.ToString("G3", System.Globalization.CultureInfo.InvariantCulture) : "-"),19} {(group.Bound > 0 ? group.Bound.ToString("G3", System.Globalization.CultureInfo.InvariantCulture) : "same"),8}"));
        }

        int cases = KitTable.Groups.Sum(group => group.Cases), equal = KitTable.Groups.Sum(group => group.Equal);
        output.WriteLine(FormattableString.Invariant($"{"all",-62} {cases,9} {equal,9}"));
        return cases == equal ? 0 : 1;
    }

    private static void RunTest(MethodInfo method, object?[] row, TextWriter output)
    {
        object[] fixtures = [.. method.DeclaringType!.GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType == typeof(TinyEncoder) ? (object)new TinyEncoder() : new NoOutput())];
        object test = Activator.CreateInstance(method.DeclaringType, fixtures)!;
        try
        {
            method.Invoke(test, BindingFlags.DoNotWrapExceptions, null, row, null);
        }
        catch (Exception e) when (e is XunitException or CodegenBertException or IOException)
        {
            KitTable.Note($"{method.Name}({string.Join(", ", row)})", 1, 0);
            output.WriteLine($"{method.Name}({string.Join(", ", row)}): {e.Message}");
        }
        finally
        {
            foreach (IDisposable owned in fixtures.Append(test).OfType<IDisposable>())
            {
                owned.Dispose();
            }
        }
    }

    private sealed class NoOutput : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
