using System.CommandLine;
using CloudCctv.Uploader.Settings.Schema;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader schema</c>: the JSON Schema of the settings file, made from the options themselves.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of the settings file, for editors.");
        command.SetAction(async (_, _) =>
        {
            await Console.Out.WriteAsync(SettingsSchema.Write());
            return 0;
        });
        return command;
    }
}
