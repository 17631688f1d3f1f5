using System.Globalization;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Tasks;
using CodegenBert.Tests.Fuzzing;
using CodegenBert.Tests.Modeling;
using CodegenBert.Tests.Resuming;
using CodegenBert.Tests.Training.Representations;

namespace CodegenBert.Tests;

/// <summary>The tests as a program: <c>kit</c> prints the conformance kit's table, <c>fuzz</c> reads mutated files, <c>kill</c> kills training processes, <c>predict</c> classifies a file and may be killed, <c>remember</c> trains with a cache, <c>backward</c> fails in backward passes; else it resolves the hub's encoder that is named, with the settings of its environment, and says where it is.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["kit"])
        {
            return ConformanceRun.Run(Console.Out);
        }

        if (arguments is ["remember", { } encoderFolder, { } cache, { } freeze, { } rows])
        {
            return RememberCommand.Run(encoderFolder, cache, freeze, rows);
        }

        if (arguments is ["train", { } kind, { } encoder, { } states, { } weights])
        {
            return KillCommand.Train(kind, encoder, states, weights);
        }

        if (arguments is ["kill", { } kills, .. string[] seed])
        {
            return KillCommand.Run(int.Parse(kills, CultureInfo.InvariantCulture), seed is [{ } number] ? int.Parse(number, CultureInfo.InvariantCulture) : 1);
        }

        if (arguments is ["predict", { } model, { } input, { } output])
        {
            return PredictProcess.Predict(model, input, output);
        }

        if (arguments is ["backward"])
        {
            return BackwardCommand.Run(Console.Out);
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
