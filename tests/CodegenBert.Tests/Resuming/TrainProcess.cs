using System.Diagnostics;

namespace CodegenBert.Tests.Resuming;

/// <summary>A process that trains and may be killed; it says in words how far it is.</summary>
internal sealed class TrainProcess : IDisposable
{
    /// <summary>The process runs: what comes is the training's own time.</summary>
    public const string Started = "started";

    /// <summary>A step has been made.</summary>
    public const string Stepped = "stepped";

    /// <summary>The run goes on from a state.</summary>
    public const string Continued = "continued";

    private readonly string _states;
    private readonly string _result;
    private readonly DateTime _start = DateTime.UtcNow;
    private readonly Process _process;

    public TrainProcess(string kind, string encoder, string states, string result)
    {
        (_states, _result) = (states, result);
        string program = Path.ChangeExtension(typeof(TrainProcess).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", [program, "train", kind, encoder, states, result]) { RedirectStandardOutput = true };
        (start.Environment["DOTNET_TieredPGO"], start.Environment["DOTNET_TC_CallCounting"]) = ("0", "0"); // it does not live so long that compiling anything twice would pay
        _process = Process.Start(start)!;
    }

    /// <summary>Whether it said that it goes on from a state.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Whether the run has ended.</summary>
    public bool HasResult => File.Exists(_result);

    /// <summary>Whether a whole state lies on the disk.</summary>
    public bool HasState => States("step-*").Length > 0;

    /// <summary>Whether a state is being written by this process, or was when it was killed; an earlier one may have left another.</summary>
    public bool IsSaving => States(".writing-*").Any(state => Directory.GetLastWriteTimeUtc(state) > _start);

    /// <summary>Waits for a word; false if it ends without having said it.</summary>
    public bool Await(string word)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            Resumed |= line == Continued;
            if (line == word)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits; false if it ends before.</summary>
    public bool Lives(TimeSpan time) => !_process.WaitForExit(time);

    /// <summary>Waits until a state is being written; false if it ends before.</summary>
    public bool AwaitSave()
    {
        while (!IsSaving)
        {
            if (!Lives(TimeSpan.FromMilliseconds(1)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Kills it; false if its result is there already.</summary>
    public bool Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        return !HasResult;
    }

    /// <summary>Waits for its end, and hears what it has said.</summary>
    public void AwaitEnd()
    {
        while (Await(Continued))
        {
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }

    private string[] States(string pattern)
    {
        try
        {
            return Directory.Exists(_states) ? [.. Directory.GetDirectories(_states).SelectMany(run => Directory.GetDirectories(run, pattern))] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // the run has ended, and removed them
        }
    }
}
