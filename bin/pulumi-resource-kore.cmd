@node "%~dp0pulumi-resource-kore" %*
