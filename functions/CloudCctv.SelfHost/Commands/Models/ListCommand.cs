using System.CommandLine;
using System.Globalization;
using CloudCctv.Detection;
using CloudCctv.Detection.Cards;
using CloudCctv.SelfHost.Models;

namespace CloudCctv.SelfHost.Commands.Models;

internal static class ListCommand
{
    public static Command Create()
    {
        var (folder, catalogue) = (ModelsCommand.FolderOption(), ModelsCommand.CatalogueOption());
        var command = new Command("list", "The model that comes along, those installed, and those that can be downloaded.") { folder, catalogue };
        command.SetAction((parsed, _) => CommandEdge.RunAsync(async () =>
        {
            var models = ModelFolder.At(parsed.GetValue(folder));
            foreach (var line in Lines(models, PinnedCatalogue.Load(parsed.GetValue(catalogue))))
            {
                await Console.Out.WriteLineAsync(line);
            }

            return 0;
        }));
        return command;
    }

    private static IEnumerable<string> Lines(ModelFolder models, PinnedCatalogue catalogue)
    {
        var names = models.Names();
        yield return Installed("embedded", ObjectDetector.DefaultModelPath, "used when no --model is given");
        foreach (var path in names.Select(models.ModelPath))
        {
            yield return Installed("installed", path, path);
        }

        foreach (var pin in catalogue.Pins.Where(pin => !names.Contains(pin.Name)))
        {
            yield return Row("download", pin.Name, pin.Bytes, $"{pin.Licence}  models pull {pin.Name}");
        }
    }

    // A card that cannot be read must not hide the others.
    private static string Installed(string state, string path, string note)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var card = CardFile.Parse(File.ReadAllBytes(CardFile.PathFor(path)), CardFile.PathFor(path));
            return Row(state, card.Name, new FileInfo(path).Length, $"{card.Output.Family}, {card.Licence}  {note}");
        }
        catch (Exception exception) when (exception is ModelException or IOException or UnauthorizedAccessException)
        {
            return Row("faulty", name, 0, exception.Message);
        }
    }

    private static string Row(string state, string name, long bytes, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{state,-9}  {name,-28}  {bytes / 1e6,5:0.0} MB  {rest}");
}
