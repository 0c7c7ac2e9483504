using System.CommandLine;
using CloudCctv.SelfHost.Models;

namespace CloudCctv.SelfHost.Commands.Models;

internal static class PullCommand
{
    // As shells report a program that Ctrl+C ended.
    private const int Interrupted = 130;

    public static Command Create()
    {
        var (folder, catalogue) = (ModelsCommand.FolderOption(), ModelsCommand.CatalogueOption());
        var name = new Argument<string>("NAME") { Description = "One that 'models list' shows" };
        var command = new Command("pull", "Download a model, check it, and install it. Goes on where it was stopped. Prints its path.") { name, folder, catalogue };
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var models = ModelFolder.At(parsed.GetValue(folder));
            var list = PinnedCatalogue.Load(parsed.GetValue(catalogue));
            try
            {
                await Console.Out.WriteLineAsync(await PullAsync(models, list, list.Find(parsed.GetRequiredValue(name)), token));
                return 0;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Stopped. What has come is kept; the same command goes on from there.");
                return Interrupted;
            }
        }));
        return command;
    }

    private static async Task<string> PullAsync(ModelFolder models, PinnedCatalogue list, ModelPin pin, CancellationToken cancellationToken)
    {
        var card = pin.FindCard(list.Source);
        if (File.Exists(models.ModelPath(pin.Name)))
        {
            // Says so if it is another one.
            return models.Install(models.ModelPath(pin.Name), card);
        }

        var part = models.PartPath(pin.Sha256);
        using var http = FileDownload.CreateClient();
        await new FileDownload(http, TimeProvider.System).FetchAsync(pin, part, new PercentLines(pin.Name, pin.Bytes, Console.Error), cancellationToken);
        var installed = models.Install(part, card);
        File.Delete(part);
        return installed;
    }
}
