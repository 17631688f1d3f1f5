using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Tasks;
using CodegenBert.Tests.Fuzzing;

namespace CodegenBert.Tests;

/// <summary>The tests as a program: <c>kit</c> prints the conformance kit's table, <c>fuzz</c> reads mutated files; else it resolves the hub's encoder that is named, with the settings of its environment, and says where it is.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["kit"])
        {
            return ConformanceRun.Run(Console.Out);
        }

        if (arguments is ["fuzz", .. string[] rest])
        {
            return new FuzzCommand().Parse(rest).Invoke();
        }

        try
        {
            Console.WriteLine(EncoderFolder.Resolve(new EncoderReference(EncoderSource.Hub, arguments.Single())));
            return 0;
        }
        catch (CheckpointException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
