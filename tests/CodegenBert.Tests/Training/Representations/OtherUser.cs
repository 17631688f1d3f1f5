using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>Does something with the rights of a user who owns nothing: for the superuser no folder is read-only, so for files the thread becomes another (Linux's <c>setfsuid</c>).</summary>
internal static partial class OtherUser
{
    private const uint Nobody = 65534;

    public static T Do<T>(Func<T> action)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Environment.IsPrivilegedProcess)
                {
                    _ = SetFileUser(Nobody);
                }

                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}

/// <summary>A test of what only Linux has.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Of Linux.";
}
