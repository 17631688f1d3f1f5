using ScottPlot;

namespace CodegenBert.Reports.Plots;

/// <summary>A plot with two axes: ScottPlot draws what lies in it, the words stand beside it.</summary>
internal sealed class Chart
{
    private const int Right = 12;
    private readonly int _left, _top, _bottom;
    private readonly List<Action<Plot>> _shapes = [];
    private readonly List<Action<SvgDrawing>> _words = [];

    /// <summary>Makes the plot.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical one.</param>
    /// <param name="xLabel">What the horizontal one counts.</param>
    /// <param name="left">Pixels for the vertical axis's words.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="top">Pixels for words above the plot.</param>
    public Chart(AxisScale x, AxisScale y, string xLabel, int left = 48, int width = 440, int height = 250, int top = 12)
    {
        (Width, Height, X, Y, _left, _top, _bottom) = (width, height, x, y, left, top, xLabel.Length == 0 ? 12 : 40);
        foreach (AxisTick tick in y.Ticks)
        {
            Line(x.Least, tick.Value, x.Most, tick.Value, Ink.Grid);
            _words.Add(drawing => drawing.Write(_left - 6, PixelY(tick.Value) + 4, tick.Label, "end"));
        }

        foreach (AxisTick tick in x.Ticks)
        {
            _words.Add(drawing => drawing.Write(PixelX(tick.Value), Height - _bottom + 15, tick.Label, "middle"));
        }

        if (xLabel.Length > 0)
        {
            _words.Add(drawing => drawing.Write(_left + ((Width - _left - Right) / 2.0), Height - 6, xLabel, "middle", "axis"));
        }
    }

    /// <summary>The horizontal axis.</summary>
    public AxisScale X { get; }

    /// <summary>The vertical axis.</summary>
    public AxisScale Y { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Where a value of the horizontal axis lies, in pixels from the left.</summary>
    public double PixelX(double value) => _left + ((value - X.Least) / (X.Most - X.Least) * (Width - _left - Right));

    /// <summary>Where a value of the vertical axis lies, in pixels from the top.</summary>
    public double PixelY(double value) => _top + ((Y.Most - value) / (Y.Most - Y.Least) * (Height - _bottom - _top));

    /// <summary>A dashed line between two points. It is added to the picture, since Skia draws no dashes in SVG.</summary>
    public void Dashes(double x1, double y1, double x2, double y2, Ink ink) =>
        _words.Add(drawing => drawing.Dashes(PixelX(x1), PixelY(y1), PixelX(x2), PixelY(y2), ink));

    /// <summary>A line between two points.</summary>
    public void Line(double x1, double y1, double x2, double y2, Ink ink) => _shapes.Add(plot =>
    {
        ScottPlot.Plottables.LinePlot line = plot.Add.Line(x1, y1, x2, y2);
        line.Color = ink.Color();
        line.LineWidth = 1;
        line.MarkerSize = 0;
    });

    /// <summary>A line through points, those left out that are not finite.</summary>
    public void Curve(IEnumerable<(double X, double Y)> points, Ink ink, double opacity = 1, float width = 2, float marker = 0) => _shapes.Add(plot =>
    {
        Coordinates[] finite = [.. points.Where(point => double.IsFinite(point.Y)).Select(point => new Coordinates(point.X, point.Y))];
        ScottPlot.Plottables.Scatter curve = plot.Add.Scatter(finite);
        curve.Color = ink.Color(opacity);
        curve.LineWidth = width;
        curve.MarkerSize = marker;
        curve.MarkerShape = MarkerShape.FilledCircle;
    });

    /// <summary>A filled rectangle.</summary>
    public void Bar(double left, double right, double bottom, double top, Ink ink, double opacity = 1) => _shapes.Add(plot =>
    {
        ScottPlot.Plottables.Rectangle bar = plot.Add.Rectangle(left, right, bottom, top);
        bar.FillStyle.Color = ink.Color(opacity);
        bar.LineStyle.Width = 0;
    });

    /// <summary>Words within the plot.</summary>
    /// <param name="x">Where, on the horizontal axis.</param>
    /// <param name="y">Where, on the vertical axis.</param>
    /// <param name="text">The words.</param>
    /// <param name="anchor">Where of the text x is.</param>
    /// <param name="style">A class of the style sheet.</param>
    /// <param name="dx">Pixels further to the right.</param>
    /// <param name="dy">Pixels further down.</param>
    /// <param name="turn">Degrees, clockwise.</param>
    public void Write(double x, double y, string text, string anchor, string style = "", int dx = 0, int dy = 0, int turn = 0) =>
        _words.Add(drawing => drawing.Write(PixelX(x) + dx, PixelY(y) + dy, text, anchor, style, turn));

    /// <summary>What is told when one points at a part of the plot.</summary>
    public void Tell(double left, double right, double bottom, double top, string text) =>
        _words.Add(drawing => drawing.Tell(PixelX(left), PixelY(top), PixelX(right) - PixelX(left), PixelY(bottom) - PixelY(top), text));

    /// <summary>The picture.</summary>
    /// <param name="id">A prefix for its ids, its own on the page.</param>
    /// <param name="description">What it shows.</param>
    /// <param name="keepsWidth">Whether it is shown at its own width in any window.</param>
    public string ToSvg(string id, string description, bool keepsWidth = false)
    {
        using Plot plot = new();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Frameless();
        plot.HideGrid();
        plot.Layout.Fixed(new PixelPadding(_left, Right, _bottom, _top));
        plot.Axes.SetLimits(X.Least, X.Most, Y.Least, Y.Most);
        _shapes.ForEach(draw => draw(plot));
        var drawing = new SvgDrawing(plot.GetSvgXml(Width, Height), Width, Height);
        _words.ForEach(write => write(drawing));
        return drawing.ToElement(id, description, keepsWidth);
    }
}
