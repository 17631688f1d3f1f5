namespace CodegenBert.Tests.Resuming;

/// <summary>What kills led to.</summary>
/// <param name="Kills">How many there were.</param>
/// <param name="WithState">After how many of them a whole state lay on the disk.</param>
/// <param name="InSave">How many of them left a half-written state behind.</param>
/// <param name="Resumes">Processes that went on from a state.</param>
/// <param name="Runs">Runs that came to their end.</param>
/// <param name="ResumedRuns">How many of them had gone on from a state.</param>
/// <param name="DifferingBytes">How many bytes of their results are others than those of runs that were never stopped.</param>
internal sealed record KillOutcome(int Kills = 0, int WithState = 0, int InSave = 0, int Resumes = 0, int Runs = 0, int ResumedRuns = 0, long DifferingBytes = 0)
{
    public static KillOutcome operator +(KillOutcome left, KillOutcome right) => new(
        left.Kills + right.Kills,
        left.WithState + right.WithState,
        left.InSave + right.InSave,
        left.Resumes + right.Resumes,
        left.Runs + right.Runs,
        left.ResumedRuns + right.ResumedRuns,
        left.DifferingBytes + right.DifferingBytes);

    public override string ToString() =>
        $"{Kills} kills, {WithState} with a whole state on the disk, {InSave} during a save; {Resumes} processes went on from a state; "
        + $"{Runs} runs came to their end, {ResumedRuns} of them had gone on from a state; {DifferingBytes} bytes differ";
}
