using System.CommandLine;

namespace CloudCctv.SelfHost.Commands.Models;

/// <summary><c>cctv-server models</c>: which models are here, and how others come.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List, check, add and download models.")
    {
        ListCommand.Create(),
        VerifyCommand.Create(),
        AddCommand.Create(),
        PullCommand.Create(),
    };

    public static Option<string?> FolderOption() => new("--folder")
    {
        Description = $"Where models are installed ({SelfHost.Models.ModelFolder.Variable}, else cloudcctv/models among the user's application data)",
        HelpName = "DIR",
    };

    public static Option<string?> CatalogueOption() => new("--catalogue") { Description = "A JSON list of downloads, such as a mirror of your own (ours)", HelpName = "FILE" };
}
