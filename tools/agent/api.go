package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/cilium/cilium/pkg/k8s/apis/cilium.io/client"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	apivalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// apiServer judges an object by the CRD that this release installs.
type apiServer struct {
	crds map[string]crd // by kind
}

type crd struct {
	namespaced bool
	validator  apivalidation.SchemaCreateValidator
	structural *schema.Structural
}

func newAPIServer(log *slog.Logger) (*apiServer, error) {
	api := &apiServer{crds: map[string]crd{}}
	for _, name := range []string{client.CECCRDName, client.CCECCRDName} {
		definition := client.GetPregeneratedCRD(log, name)
		read, err := newCRD(definition.Spec)
		if err != nil {
			return nil, err
		}
		api.crds[definition.Spec.Names.Kind] = read
	}
	return api, nil
}

func newCRD(spec apiextensionsv1.CustomResourceDefinitionSpec) (crd, error) {
	var internal apiextensions.CustomResourceValidation
	err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(
		spec.Versions[0].Schema, &internal, nil)
	if err != nil {
		return crd{}, err
	}
	validator, _, err := apivalidation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return crd{}, err
	}
	structural, err := schema.NewStructural(internal.OpenAPIV3Schema)
	namespaced := spec.Scope == apiextensionsv1.NamespaceScoped
	return crd{namespaced: namespaced, validator: validator, structural: structural}, err
}

// judge gives the reasons to refuse the object, joined by "; ", and the paths of unknown fields. The order is
// the server's: metadata, pruning of unknown fields and of nulls, validation of what is left.
func (a *apiServer) judge(text []byte) (refusal string, unknownFields []string) {
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		return plain(err.Error()), nil
	}
	definition, known := a.crds[fmt.Sprint(object["kind"])]
	if !known || object["apiVersion"] != "cilium.io/v2" {
		return fmt.Sprintf("no matches for kind %q in version %q", object["kind"], object["apiVersion"]), nil
	}
	reasons, unknownFields := judgeMetadata(object, definition.namespaced)

	options := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknownFields = append(unknownFields, pruning.PruneWithOptions(object, definition.structural, true, options)...)
	slices.Sort(unknownFields)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, definition.structural)
	for _, wrong := range apivalidation.ValidateCustomResource(nil, object, definition.validator) {
		reasons = append(reasons, wrong.Error())
	}
	return strings.Join(reasons, "; "), unknownFields
}

func judgeMetadata(object map[string]any, namespaced bool) (reasons, unknownFields []string) {
	options := objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true}
	meta, found, unknownFields, err := objectmeta.GetObjectMetaWithOptions(object, options)
	if err != nil {
		return []string{err.Error()}, unknownFields
	}
	if !found {
		meta = &metav1.ObjectMeta{}
	}
	meta.Namespace = namespaceOf(meta, namespaced)
	path := field.NewPath("metadata")
	for _, wrong := range validation.ValidateObjectMeta(meta, namespaced, validation.NameIsDNSSubdomain, path) {
		reasons = append(reasons, wrong.Error())
	}
	return reasons, unknownFields
}

// namespaceOf is the namespace an object lands in: kubectl adds the default one, and the API server drops that
// of an object that belongs to the cluster.
func namespaceOf(meta *metav1.ObjectMeta, namespaced bool) string {
	switch {
	case !namespaced:
		return metav1.NamespaceNone
	case meta.Namespace == "":
		return metav1.NamespaceDefault
	}
	return meta.Namespace
}
