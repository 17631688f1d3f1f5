using System.Runtime.InteropServices;

namespace CodegenBert.Runtime;

/// <summary>What libtorch's libraries read from the environment once, when they are loaded. A choice of the user's stays.</summary>
internal static partial class LibtorchSettings
{
    /// <summary>
    /// Products that oneDNN keeps compiled: each shape of a batch has some twenty of them in bfloat16. With the 1,024 that it keeps by itself, those of an epoch push each other out and are compiled anew
    /// in the next: 15 to 20 % of the time of training on Zen 5.
    /// </summary>
    private const int CompiledProducts = 16_384;

    private static readonly string[] ChoiceOfWaiting = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];
    private static readonly string[] ChoiceOfCapacity = ["ONEDNN_PRIMITIVE_CACHE_CAPACITY", "DNNL_PRIMITIVE_CACHE_CAPACITY"];

    /// <summary>
    /// Makes libtorch's waiting threads sleep: GNU OpenMP lets them spin, so that two processes on two cores, a training and a test run, say, were seen to run up to twenty times slower instead of twice;
    /// alone, no difference showed above a noise of 20 %. And lets oneDNN keep what it compiles. Call before libtorch is loaded; later it does nothing.
    /// </summary>
    public static void Choose()
    {
        Set("OMP_WAIT_POLICY", "PASSIVE", ChoiceOfWaiting);
        Set(ChoiceOfCapacity[0], $"{CompiledProducts}", ChoiceOfCapacity);
    }

    private static void Set(string name, string value, string[] usersChoice)
    {
        if (OperatingSystem.IsLinux() && usersChoice.All(choice => Environment.GetEnvironmentVariable(choice) is null))
        {
            // Environment.SetEnvironmentVariable does not reach native code on Unix.
            _ = SetNative(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
