// Writes SDKs of a package from its schema, by the generators of Pulumi.
//
//	sdks SCHEMA OUT LANGUAGE...
//
// Nothing is written where the schema breaks a rule of Pulumi's, be it a warning.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "npm run sdks"

// What a generator makes, by path.
type files = map[string][]byte

// The schema names no other package, so that none has to be loaded.
var loader = schema.NewCachedLoader(nil)

var generators = map[string]func(*schema.Package) (files, error){
	"python": func(pkg *schema.Package) (files, error) {
		return python.GeneratePackage(tool, pkg, nil, loader)
	},
	"nodejs": func(pkg *schema.Package) (files, error) {
		// Local: npm install compiles it.
		return nodejs.GeneratePackage(tool, pkg, nil, nil, true, loader)
	},
	"go": func(pkg *schema.Package) (files, error) {
		return golang.GeneratePackage(tool, pkg, nil)
	},
}

func main() {
	if len(os.Args) < 4 {
		fail(errors.New("sdks SCHEMA OUT LANGUAGE..."))
	}
	spec, err := read(os.Args[1])
	fail(err)
	for _, language := range os.Args[3:] {
		fail(generate(spec, language, filepath.Join(os.Args[2], language)))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(file string) (schema.PackageSpec, error) {
	var spec schema.PackageSpec
	text, err := os.ReadFile(file)
	if err != nil {
		return spec, err
	}
	return spec, json.Unmarshal(text, &spec)
}

// A generator keeps what it finds out in the package, which is therefore bound anew for each.
func generate(spec schema.PackageSpec, language, out string) error {
	generator, ok := generators[language]
	if !ok {
		return fmt.Errorf("there is no generator of %s", language)
	}
	pkg, diagnostics, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if len(diagnostics) > 0 {
		for _, each := range diagnostics {
			err = errors.Join(err, each)
		}
		return fmt.Errorf("the schema breaks rules of Pulumi's:\n%w", err)
	}
	made, err := generator(pkg)
	if err != nil {
		return fmt.Errorf("%s: %w", language, err)
	}
	return write(made, out)
}

func write(made files, out string) error {
	for name, text := range made {
		file := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
