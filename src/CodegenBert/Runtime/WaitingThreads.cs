using System.Runtime.InteropServices;

namespace CodegenBert.Runtime;

/// <summary>
/// Makes libtorch's waiting threads sleep. GNU OpenMP lets them spin, so that two processes on two cores, a training and
/// a test run, say, were seen to run up to twenty times slower instead of twice; alone, no difference showed above a noise of 20 %. Read by libgomp once, when libtorch is loaded; a choice of the user's stays.
/// </summary>
internal static partial class WaitingThreads
{
    private static readonly string[] UsersChoice = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];

    /// <summary>Call before libtorch is loaded; later it does nothing.</summary>
    public static void YieldTheirCores()
    {
        if (OperatingSystem.IsLinux() && UsersChoice.All(name => Environment.GetEnvironmentVariable(name) is null))
        {
            // Environment.SetEnvironmentVariable does not reach native code on Unix.
            _ = SetNative("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
