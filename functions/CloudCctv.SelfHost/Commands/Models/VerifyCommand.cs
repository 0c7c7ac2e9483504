using System.CommandLine;
using CloudCctv.Detection;
using CloudCctv.SelfHost.Models;

namespace CloudCctv.SelfHost.Commands.Models;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var folder = ModelsCommand.FolderOption();
        var command = new Command("verify", "Compare every installed model with its card's SHA-256 and open it. Exit code 1 if one is not sound.") { folder };
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var models = ModelFolder.At(parsed.GetValue(folder));
            var faults = 0;
            foreach (var path in models.Names().Select(models.ModelPath).Prepend(ObjectDetector.DefaultModelPath))
            {
                token.ThrowIfCancellationRequested();
                try
                {
                    var card = ModelFolder.Check(path, shownAs: path);
                    await Console.Out.WriteLineAsync($"sound   {card.Name}  {card.Sha256}");
                }
                catch (ModelException exception)
                {
                    faults++;
                    await Console.Out.WriteLineAsync($"faulty  {Path.GetFileNameWithoutExtension(path)}  {exception.Message}");
                }
            }

            return faults == 0 ? 0 : 1;
        }));
        return command;
    }
}
