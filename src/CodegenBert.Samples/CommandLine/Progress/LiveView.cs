using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CodegenBert.Samples.CommandLine.Progress;

/// <summary>A terminal's live view: how far the run is, its loss as a line, and a table of the epochs.</summary>
internal sealed class LiveView : TrainingDisplay
{
    private const int MostEpochs = 8, MostLosses = 4096, BarWidth = 24;

    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _context;
    private readonly List<double> _losses = [];
    private readonly List<EpochReport> _epochs = [];
    private (int Epoch, int Step) _noted;
    private TrainingProgress? _progress;

    private LiveView(IAnsiConsole console, LiveDisplayContext context, TimeProvider time)
        : base(time) => (_console, _context) = (console, context);

    /// <summary>Runs a training within the view, which stays as it is at the end.</summary>
    /// <typeparam name="T">What the training gives.</typeparam>
    /// <param name="console">The terminal.</param>
    /// <param name="time">The clock.</param>
    /// <param name="train">Trains, and reports to the view.</param>
    public static T Run<T>(IAnsiConsole console, TimeProvider time, Func<TrainingDisplay, T> train) =>
        console.Live(new Text("")).AutoClear(false).Start(context =>
        {
            using LiveView view = new(console, context, time);
            return train(view);
        });

    /// <inheritdoc />
    public override void Dispose() => Draw();

    /// <inheritdoc />
    protected override bool IsDue(TrainingProgress progress, TimeSpan since)
    {
        _progress = progress;
        if (progress is { Stage: TrainingStage.Training, Loss: { } loss } && _noted != (progress.Epoch, progress.Step))
        {
            _noted = (progress.Epoch, progress.Step);
            _losses.Add(loss);
            if (_losses.Count > MostLosses)
            {
                _losses.RemoveRange(0, MostLosses / 2);
            }
        }

        return since >= s_redraw;
    }

    /// <inheritdoc />
    protected override void Show(TrainingProgress progress) => Draw();

    /// <inheritdoc />
    protected override void ShowEnd(EpochReport epoch)
    {
        _epochs.Add(epoch);
        Draw();
    }

    /// <summary>Spectre writes the text over the view and the view below it: what is not overwritten of the view's first lines would stay.</summary>
    /// <param name="text">A line, or several.</param>
    protected override void ShowText(string text)
    {
        int width = Math.Max(2, _console.Profile.Width);
        foreach (string line in text.Split('\n'))
        {
            _console.WriteLine(line.PadRight((((line.Length / width) + 1) * width) - 1));
        }
    }

    private void Draw()
    {
        if (_progress is { } progress)
        {
            _context.UpdateTarget(new Rows([.. Lines(progress), .. _epochs.Count > 0 ? [EpochTable()] : Array.Empty<IRenderable>()]));
            _context.Refresh();
        }
    }

    private IEnumerable<IRenderable> Lines(TrainingProgress progress)
    {
        int full = progress.Steps == 0 ? 0 : (int)((long)BarWidth * Math.Min(progress.Step, progress.Steps) / progress.Steps);
        yield return new Markup($"[bold]{Markup.Escape(ProgressText.Stage(progress))}[/]  [blue]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]  {Markup.Escape(ProgressText.Figures(progress))}") { Overflow = Overflow.Ellipsis };
        if (_losses.Count > 1)
        {
            int width = Math.Clamp(_console.Profile.Width - 32, 8, 72);
            yield return new Markup(string.Create(CultureInfo.InvariantCulture, $"loss   {_losses[0]:F4} [blue]{Sparkline.Of(_losses, width)}[/] {_losses[^1]:F4}")) { Overflow = Overflow.Ellipsis };
        }
    }

    private Table EpochTable()
    {
        EpochReport best = _epochs.MinBy(epoch => epoch.Validation?.Loss ?? -epoch.Epoch)!;
        string[] figures = [.. (_epochs[^1].Validation?.Figures ?? []).Where(figure => figure.Name != "loss").Take(2).Select(figure => figure.Name)];
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in (IEnumerable<string>)["epoch", "training loss", .. best.Validation is null ? [] : (string[])["validation loss"], .. figures.Select(name => name.Replace('_', ' ')), "seconds"])
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        }

        foreach (EpochReport epoch in _epochs.Where((epoch, i) => epoch == best || i >= _epochs.Count - MostEpochs))
        {
            Style style = epoch == best ? new(Color.Green) : Style.Plain;
            string[] cells =
            [
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                Figure(epoch.TrainingLoss),
                .. epoch.Validation is { } validation ? [Figure(validation.Loss), .. figures.Select(name => Figure(Value(validation, name)))] : Array.Empty<string>(),
                epoch.Seconds.ToString("F1", CultureInfo.InvariantCulture),
            ];
            table.AddRow(cells.Select(cell => new Text(cell, style)));
        }

        return table;
    }

    private static double? Value(EvaluationReport report, string name) => report.Figures.Where(figure => figure.Name == name).Select(figure => (double?)figure.Value).FirstOrDefault();

    private static string Figure(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "";
}
